import { useMutation, useQueryClient } from "@tanstack/react-query";
import { post, remove } from "./client.ts";

/** Loads the generated show (`history`), plays it live (`play`), or removes all of it. */
export function useSample() {
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries();
  return {
    load: useMutation({ mutationFn: () => post<{ show: string }>("/v1/sample"), onSuccess }),
    play: useMutation({ mutationFn: () => post<{ show: string }>("/v1/sample/play"), onSuccess }),
    removeAll: useMutation({ mutationFn: () => remove("/v1/sample"), onSuccess }),
  };
}
