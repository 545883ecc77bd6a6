import pino from "pino";
import { createKeyring } from "../../apps/hub/src/access/keyring.ts";
import { hashToken } from "../../apps/hub/src/access/tokens.ts";
import { type App, createApp } from "../../apps/hub/src/app.ts";
import type { Database } from "../../apps/hub/src/database.ts";
import { campaignRoutes } from "../../apps/hub/src/modules/campaigns/routes.ts";
import { creatorRoutes } from "../../apps/hub/src/modules/creators/routes.ts";
import { linkRoutes } from "../../apps/hub/src/modules/links/routes.ts";
import { createOfferClock } from "../../apps/hub/src/modules/offers/offer-clock.ts";
import { offerRoutes } from "../../apps/hub/src/modules/offers/routes.ts";
import { productRoutes } from "../../apps/hub/src/modules/products/routes.ts";
import { rateRoutes } from "../../apps/hub/src/modules/rates/routes.ts";
import { startTestDatabase } from "./database.ts";
import { createMemoryIngest, type MemoryIngest } from "./memory-ingest.ts";

export const PUBLIC_URL = "http://hub.test";

/** The fields that the tests read of answers, of whatever kind. */
interface Body {
  id: string;
  code: string;
  url: string;
  sku: string;
  name: string;
  status: string;
  detail: string;
  creator: string | null;
  commissionRate: number;
  startedAt: string;
  endedAt: string;
  endsAt: string;
  spent: { amountMicros: number; currency: string }[];
  data: Body[];
  nextCursor: string | null;
  errors: { line: number; pointer: string; detail: string }[];
  createdIds: string[];
  repeats: number[];
}

export interface Answer {
  status: number;
  headers: Record<string, unknown>;
  /** Empty where the answer is no JSON. */
  body: Body;
  text: string;
}

/** The routes of selling on a PostgreSQL of their own, with two workspaces and a show in each. */
export interface Selling {
  app: App;
  database: Database;
  ingest: MemoryIngest;
  /** A request with a key of a workspace. An object is sent as JSON, text as CSV. */
  ask(method: string, url: string, body?: unknown, key?: string): Promise<Answer>;
  close(): Promise<void>;
}

type Method = "GET" | "POST" | "PATCH" | "DELETE";

/** Keys: `main-owner` and `other-owner`, and `main-<role>` for each other role. Shows: `show-of-main`, `show-of-other`. */
export async function startSelling(): Promise<Selling> {
  const postgres = await startTestDatabase();
  const { database } = postgres;
  for (const id of ["main", "other"]) {
    await database.workspace.create({ data: { id, name: id } });
    await database.show.create({ data: { id: `show-of-${id}`, workspaceId: id, title: "A show", host: "Ana" } });
  }
  for (const [workspaceId, role] of [
    ["other", "owner"],
    ...["owner", "marketer", "host", "moderator", "viewer"].map((each) => ["main", each]),
  ] as [string, string][]) {
    const key = `${workspaceId}-${role}`;
    await database.key.create({ data: { id: key, workspaceId, name: role, role, hash: hashToken(key), prefix: key } });
  }
  const now = Date.now;
  const ingest = createMemoryIngest(now);
  const log = pino({ level: "silent" });
  const keyring = createKeyring({ database, ownerKey: "not-used-in-this-test", workspace: "main", now: Date.now });
  const clock = createOfferClock({ database, ingest, now, log });
  const app = await createApp({ keyring, log });
  await app.register(productRoutes, { database });
  await app.register(offerRoutes, { database, ingest, clock, now });
  await app.register(campaignRoutes, { database });
  await app.register(creatorRoutes, { database });
  await app.register(linkRoutes, { database, ingest, publicUrl: () => PUBLIC_URL, now });
  await app.register(rateRoutes, { database });

  return {
    app,
    database,
    ingest,
    async ask(method, url, body, key = "main-owner") {
      const type = typeof body === "string" ? "text/csv" : "application/json";
      const reply = await app.inject({
        method: method as Method,
        url,
        headers: { authorization: `Bearer ${key}`, ...(body === undefined ? {} : { "content-type": type }) },
        ...(body === undefined ? {} : { payload: typeof body === "string" ? body : JSON.stringify(body) }),
      });
      const isJson = String(reply.headers["content-type"]).includes("json");
      const read = (isJson ? reply.json() : {}) as Body;
      return { status: reply.statusCode, headers: reply.headers, body: read, text: reply.body };
    },
    async close() {
      await clock.close();
      await app.close();
      await postgres.close();
    },
  };
}

export const eur = (amount: number) => ({ amountMicros: amount * 1_000_000, currency: "EUR" });
