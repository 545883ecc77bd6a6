import type { ClickHouseClient } from "@clickhouse/client";
import { bestTime, newAndReturning, productsOverShows, repeatRate, retention } from "@showpulse/metrics";
import {
  askBestTime,
  askNewAndReturning,
  askProductsOverShows,
  askRepeatRate,
  askRetention,
} from "@showpulse/metrics/server";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import { showsWithin } from "./shows.ts";

interface AudienceOptions {
  database: Database;
  clickhouse: ClickHouseClient;
  now: () => number;
}

/** Who comes back, when to go live, and what they look at and buy from show to show. */
export async function audienceRoutes(app: App, { database, clickhouse, now }: AudienceOptions): Promise<void> {
  app.get(
    "/v1/audience/retention",
    { config: { policy: "read", heavy: true }, schema: { querystring: retention.params } },
    ({ caller, query }) => askRetention(clickhouse, caller.workspace, query, now()),
  );

  app.get(
    "/v1/audience/repeat-rate",
    { config: { policy: "read", heavy: true }, schema: { querystring: repeatRate.params } },
    ({ caller, query }) => askRepeatRate(clickhouse, caller.workspace, query, now()),
  );

  app.get(
    "/v1/audience/new-and-returning",
    { config: { policy: "read", heavy: true }, schema: { querystring: newAndReturning.params } },
    async ({ caller, query }) => {
      const shows = await showsWithin(database, caller.workspace, query, now());
      const ids = shows.map(({ id }) => id);
      const data = await askNewAndReturning(clickhouse, caller.workspace, ids);
      return { data, nextCursor: null };
    },
  );

  app.get(
    "/v1/audience/best-time",
    { config: { policy: "read", heavy: true }, schema: { querystring: bestTime.params } },
    async ({ caller, query }) => {
      const shows = await showsWithin(database, caller.workspace, query, now());
      const over = shows.filter(({ isOver }) => isOver);
      return askBestTime(clickhouse, caller.workspace, query, over);
    },
  );

  app.get(
    "/v1/audience/products",
    { config: { policy: "read", heavy: true }, schema: { querystring: productsOverShows.params } },
    async ({ caller, query }) => {
      const shows = await showsWithin(database, caller.workspace, query, now());
      const ids = shows.map(({ id }) => id);
      const data = await askProductsOverShows(clickhouse, caller.workspace, ids);
      return { data, nextCursor: null };
    },
  );
}
