import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { get, post, withQuery } from "./client.ts";
import type { List } from "./types.ts";

export interface NewLink {
  target: string;
  campaign?: string | null;
  creator?: string | null;
  show?: string | null;
  /** Where it is put up. */
  platform?: string | null;
}

export interface TrackedLink extends Required<NewLink> {
  code: string;
  url: string;
}

export const qrAddress = (code: string): string => `/v1/links/${encodeURIComponent(code)}/qr.svg`;

export function useLinks() {
  return useQuery({
    queryKey: ["links"],
    queryFn: ({ signal }) => get<List<TrackedLink>>(withQuery("/v1/links", { limit: 200 }), signal),
    select: (list) => list.data,
  });
}

export function useMakeLink() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (link: NewLink) => post<TrackedLink>("/v1/links", link),
    onSuccess: () => queries.invalidateQueries({ queryKey: ["links"] }),
  });
}
