import { connectors } from "@showpulse/connectors";
import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { createSources } from "../apps/hub/src/sources/sources.ts";
import { TIMING } from "../apps/hub/src/sources/timing.ts";
import { generateShow, startTikTokEmulator } from "./emulators/tiktok/index.ts";
import { startTestDatabase, type TestDatabase } from "./support/database.ts";
import { createMemoryIngest } from "./support/memory-ingest.ts";

let postgres: TestDatabase;
beforeAll(async () => {
  postgres = await startTestDatabase();
});
afterAll(() => postgres.close());

test("a show on an emulated platform that drops, repeats and shuffles arrives whole, and once", async () => {
  const { database } = postgres;
  await database.workspace.create({ data: { id: "brand", name: "Brand" } });
  await database.show.create({ data: { id: "show", workspaceId: "brand", title: "A show" } });
  const emulator = await startTikTokEmulator();
  const ingest = createMemoryIngest();
  const sources = createSources({
    database,
    ingest,
    connectors,
    environments: { tiktok: emulator.environment },
    now: Date.now,
    log: { warn: () => {} },
    timing: { ...TIMING, backoffFirst: 20, backoffLongest: 100, replay: 300, persist: 20 },
  });
  try {
    const room = emulator.room("brandhost").goLive();
    await sources.add({ workspace: "brand", show: "show", platform: "tiktok", settings: { handle: "brandhost" } });
    const show = generateShow({ seed: 11, size: 2000 });
    await room.play(show, { drops: 3, duplicateRate: 0.2, disorder: true, messagesPerSecond: 1500 });
    const source = () => sources.list("brand", ["show"]).then(([first]) => first);
    await vi.waitFor(async () => expect((await source())?.state).toBe("ended"), { timeout: 20_000, interval: 50 });

    const of = (type: string) => ingest.events.filter((event) => event.type === type);
    const { comments, gifts, diamonds, joins, follows, shares } = show.truth;
    expect(of("gift").reduce((sum, { data }) => sum + (data.virtualAmount ?? 0), 0)).toBe(diamonds);
    expect({
      comments: of("chat_message").length,
      gifts: of("gift").length,
      joins: of("join").length,
      follows: of("follow").length,
      shares: of("share").length,
    }).toEqual({ comments, gifts, joins, follows, shares });
    const counters = (await source())?.counters;
    expect(counters?.duplicates).toBeGreaterThan(100);
    expect(counters?.received).toBe((counters?.stored ?? 0) + (counters?.duplicates ?? 0));
    expect(counters?.reconnects).toBe(3);
    expect((await source())?.gaps).toHaveLength(3);
    expect(of("connector_gap")).toHaveLength(3);
    await vi.waitFor(async () => {
      const row = await database.show.findUniqueOrThrow({ where: { id: "show" } });
      expect([row.startedAt, row.endedAt]).not.toContain(null);
    });
  } finally {
    await sources.close();
    await emulator.close();
  }
});
