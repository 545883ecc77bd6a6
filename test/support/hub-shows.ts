import { setTimeout as pause } from "node:timers/promises";
import type { ShowMetrics, ShowTimeline } from "@showpulse/metrics";
import { WebSocket } from "ws";
import type { SourceView } from "../../apps/hub/src/sources/source.ts";
import type { TestHub } from "./hub.ts";

/** Adds a show. */
export const addShow = async (hub: TestHub, title: string): Promise<string> =>
  (await hub.post<{ id: string }>("/v1/shows", { title })).id;

/** Connects a platform to a show. */
export const addSource = (hub: TestHub, show: string, settings: { platform: string; [key: string]: string }) =>
  hub.post<SourceView>(`/v1/shows/${show}/sources`, settings);

export const sourcesOf = async (hub: TestHub, show: string): Promise<SourceView[]> =>
  (await hub.get<{ data: SourceView[] }>(`/v1/shows/${show}/sources`)).data;

/** The show's source of a platform once it is in one of the states. */
export async function untilState(
  hub: TestHub,
  show: string,
  platform: string,
  states: readonly string[],
  milliseconds = 60_000,
): Promise<SourceView> {
  const overdueAt = performance.now() + milliseconds;
  for (;;) {
    const source = (await sourcesOf(hub, show)).find((each) => each.platform === platform);
    if (source && states.includes(source.state)) return source;
    if (performance.now() > overdueAt) throw new Error(`${platform} is not ${states}: ${JSON.stringify(source)}`);
    await pause(50);
  }
}

/** The show's figures once everything that was accepted can be queried. */
export async function metricsOf(hub: TestHub, show: string): Promise<ShowMetrics> {
  await hub.post("/v1/flush");
  return hub.get<ShowMetrics>(`/v1/shows/${show}/metrics`);
}

export const timelineOf = (hub: TestHub, show: string): Promise<ShowTimeline> =>
  hub.get<ShowTimeline>(`/v1/shows/${show}/timeline?interval=1m`);

/** The values of some figures. */
export const valuesOf = (figures: ShowMetrics["metrics"] | undefined, ids: Iterable<string>): Record<string, unknown> =>
  Object.fromEntries([...ids].map((id) => [id, figures?.[id]?.value]));

export interface Account {
  source: string;
  received: number;
  stored: number;
  duplicates: number;
  deadLettered: number;
  waiting: number;
}

/** What became of the events of every source. */
export const accountsOf = async (hub: TestHub): Promise<Account[]> =>
  (await hub.get<{ data: Account[] }>("/v1/accounting")).data;

/** How far the sources' accounts are from balancing, in events. */
export const imbalanceOf = (accounts: readonly Account[]): number =>
  accounts.reduce(
    (sum, { received, stored, duplicates, deadLettered, waiting }) =>
      sum + Math.abs(received - stored - duplicates - deadLettered - waiting),
    0,
  );

/** Somebody who watches a show's socket. */
export interface Watcher {
  /** The figures of the newest tick. */
  tick(): Record<string, unknown>;
  /** The types of what came, and how many of each. */
  counts: Record<string, number>;
  /** How the sources said they were, one after the other. */
  sources: SourceView[];
  close(): void;
}

/** Watches a show live; resolves when the socket is open. */
export async function watchShow(hub: TestHub, show: string): Promise<Watcher> {
  const socket = new WebSocket(`${hub.address.replace("http", "ws")}/v1/live?show=${show}`, [`bearer.${hub.key}`]);
  let newest: Record<string, unknown> = {};
  const counts: Record<string, number> = {};
  const sources: SourceView[] = [];
  socket.on("message", (data: Buffer) => {
    const message = JSON.parse(data.toString()) as {
      type: string;
      metrics?: Record<string, unknown>;
      source?: SourceView;
    };
    counts[message.type] = (counts[message.type] ?? 0) + 1;
    if (message.source) sources.push(message.source);
    if (message.type === "tick") newest = message.metrics ?? {};
  });
  await new Promise((resolve, reject) => {
    socket.once("open", resolve);
    socket.once("error", reject);
  });
  return { tick: () => newest, counts, sources, close: () => socket.terminate() };
}
