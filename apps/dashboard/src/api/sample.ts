import { useMutation, useQueryClient } from "@tanstack/react-query";
import { post, remove } from "./client.ts";
import { SAID_IN_PLACE } from "./said-in-place.ts";

/** Loads the generated show (`history`), plays it live (`play`), or removes all of it. */
export function useSample() {
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries();
  return {
    load: useMutation({ meta: SAID_IN_PLACE, mutationFn: () => post<{ show: string }>("/v1/sample"), onSuccess }),
    play: useMutation({ meta: SAID_IN_PLACE, mutationFn: () => post<{ show: string }>("/v1/sample/play"), onSuccess }),
    removeAll: useMutation({ mutationFn: () => remove("/v1/sample"), onSuccess }),
  };
}
