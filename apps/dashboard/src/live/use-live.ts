import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useSyncExternalStore } from "react";
import { type LiveShow, NOTHING_YET } from "./live-show.ts";
import type { Connection } from "./live-store.ts";
import { liveStore } from "./socket.ts";

/** Keeps these shows live while the screen that calls it is there. */
export function useWatch(shows: readonly string[]): void {
  const key = [...shows].sort().join("\n");
  useEffect(() => {
    if (key === "") return;
    return liveStore.watch(key.split("\n"));
  }, [key]);
}

/** What has been pushed for a show. */
export const useLiveShow = (show: string): LiveShow =>
  useSyncExternalStore(liveStore.subscribe, () => liveStore.getState().shows[show] ?? NOTHING_YET);

export const useConnection = (): Connection =>
  useSyncExternalStore(liveStore.subscribe, () => liveStore.getState().connection);

/** Asks for everything again after a break: what was pushed meanwhile is lost to this page, not to the hub. */
export function useCatchUp(): void {
  const queries = useQueryClient();
  const { state } = useConnection();
  const wasAway = useRef(false);
  useEffect(() => {
    if (state === "away") wasAway.current = true;
    if (state === "open" && wasAway.current) {
      wasAway.current = false;
      void queries.invalidateQueries();
    }
  }, [state, queries]);
}
