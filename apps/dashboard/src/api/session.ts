import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ApiProblem, get, post, remove } from "./client.ts";
import { SAID_IN_PLACE } from "./said-in-place.ts";
import type { Session } from "./types.ts";

/** Who is signed in; null when nobody is. */
export function useSession() {
  return useQuery({
    queryKey: ["session"],
    queryFn: async ({ signal }): Promise<Session | null> => {
      try {
        return await get<Session>("/v1/session", signal);
      } catch (error) {
        if (error instanceof ApiProblem && error.status === 401) return null;
        throw error;
      }
    },
    staleTime: 60_000,
    refetchInterval: (query) => (query.state.status === "error" ? 5_000 : false),
  });
}

export function useSignIn() {
  const queries = useQueryClient();
  return useMutation({
    meta: SAID_IN_PLACE,
    mutationFn: (key: string) => post("/v1/session", { key }),
    onSuccess: () => queries.resetQueries(),
  });
}

export function useSignOut() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: () => remove("/v1/session"),
    onSuccess: () => {
      queries.clear();
      queries.setQueryData(["session"], null);
    },
  });
}

/** What a role may do, as the hub decides it; the hub refuses in any case, this only hides what would be refused. */
const ALLOWED = {
  read: ["owner", "admin", "marketer", "host", "viewer"],
  run: ["owner", "admin", "marketer", "host"],
  plan: ["owner", "admin", "marketer"],
  admin: ["owner", "admin"],
} as const satisfies Record<string, readonly string[]>;

/** Whether the person who is signed in may read figures, run shows, plan them, or administer the workspace. */
export function useMay(action: keyof typeof ALLOWED): boolean {
  const { data: session } = useSession();
  return (ALLOWED[action] as readonly string[]).includes(session?.role ?? "");
}
