import { notifications } from "@mantine/notifications";
import { MutationCache, QueryCache, QueryClient } from "@tanstack/react-query";
import i18next from "i18next";
import { ApiProblem, Unreachable } from "../api/client.ts";

/** What the hub refuses stays refused; what did not arrive is tried again. */
const retry = (failures: number, error: Error): boolean =>
  failures < 2 && (!(error instanceof ApiProblem) || error.status === 429 || error.status >= 502);

/** A session that ended: the gate asks again and shows the way in. */
function onRefusal(error: Error): void {
  if (error instanceof ApiProblem && error.status === 401) void queries.invalidateQueries({ queryKey: ["session"] });
}

export const queries = new QueryClient({
  defaultOptions: { queries: { retry, staleTime: 2_000, refetchOnWindowFocus: true } },
  queryCache: new QueryCache({ onError: onRefusal }),
  mutationCache: new MutationCache({
    onError: (error, _variables, _result, { meta }) => {
      onRefusal(error);
      if (meta?.saidInPlace === true) return;
      notifications.show({
        color: "red",
        title: error instanceof ApiProblem ? error.title : i18next.t("problem.unreachable"),
        message: error instanceof Unreachable ? i18next.t("problem.unreachableDo") : error.message,
      });
    },
  }),
});
