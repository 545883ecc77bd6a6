import { afterAll, beforeAll, expect, test, vi } from "vitest";
import { tellShows } from "../apps/hub/src/modules/events/told-shows.ts";
import { startTestDatabase, type TestDatabase } from "./support/database.ts";
import { event, START } from "./support/events.ts";

let postgres: TestDatabase;
beforeAll(async () => {
  postgres = await startTestDatabase();
});
afterAll(() => postgres.close());

test("a show that began and ended while its store was away knows of both, first one, then the other", async () => {
  const { database } = postgres;
  await database.workspace.create({ data: { id: "w", name: "A brand" } });
  await database.show.create({ data: { id: "s", workspaceId: "w", title: "A show" } });
  const tell = tellShows(database, { warn: () => undefined });
  await postgres.kill();
  // Nobody waits for the store.
  await tell("w", [event("show_started", { workspace: "w", seconds: 10 }, { platform: "tiktok" })]);
  await tell("w", [event("show_ended", { workspace: "w", seconds: 3610 }, { platform: "tiktok" })]);
  await vi.waitFor(
    async () =>
      expect(await database.show.findUnique({ where: { id: "s" } })).toMatchObject({
        startedAt: new Date(START + 10_000),
        endedAt: new Date(START + 3_610_000),
      }),
    { timeout: 30_000, interval: 100 },
  );
});
