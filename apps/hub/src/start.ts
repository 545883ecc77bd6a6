import { randomBytes } from "node:crypto";
import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { type ClickHouseClient, ClickHouseLogLevel, createClient } from "@clickhouse/client";
import { connectors } from "@showpulse/connectors";
import { MigrationError, migrateClickHouse, removeShows, streamShowEvents } from "@showpulse/metrics/server";
import type { Logger } from "pino";
import type { RoutePolicy } from "./access/caller.ts";
import { createGuesses } from "./access/guesses.ts";
import { createKeyring } from "./access/keyring.ts";
import { newToken } from "./access/tokens.ts";
import { type App, createApp } from "./app.ts";
import type { Config } from "./config.ts";
import { makeDataFolder } from "./data-folder.ts";
import { openDatabase } from "./database.ts";
import { flushed } from "./flush.ts";
import { createIngest } from "./ingest/index.ts";
import { serverStart } from "./ingest/writer/server-start.ts";
import { createLive } from "./live/live.ts";
import { liveRoutes } from "./live/routes.ts";
import { openLog } from "./log.ts";
import { migrateDatabase } from "./migrate.ts";
import { attributionRoutes } from "./modules/attribution/routes.ts";
import { audienceRoutes } from "./modules/audience/routes.ts";
import { brandNameRoutes } from "./modules/brand-names/routes.ts";
import { campaignRoutes } from "./modules/campaigns/routes.ts";
import { chatRoutes } from "./modules/chat/routes.ts";
import { compareRoutes } from "./modules/compare/routes.ts";
import { creatorRoutes } from "./modules/creators/routes.ts";
import { eventsRoutes } from "./modules/events/routes.ts";
import { tellShows } from "./modules/events/told-shows.ts";
import { feeRoutes } from "./modules/fees/routes.ts";
import { funnelRoutes } from "./modules/funnels/routes.ts";
import { savedFunnelRoutes } from "./modules/funnels/saved.ts";
import { healthRoutes } from "./modules/health/routes.ts";
import { highlightRoutes } from "./modules/highlights/routes.ts";
import { keyRoutes } from "./modules/keys/routes.ts";
import { linkRoutes } from "./modules/links/routes.ts";
import { metricRoutes } from "./modules/metrics/routes.ts";
import { offerPerformanceRoutes } from "./modules/offer-performance/routes.ts";
import { createOfferClock } from "./modules/offers/offer-clock.ts";
import { offerRoutes } from "./modules/offers/routes.ts";
import { createSwitchbackClock } from "./modules/offers/switchback/clock.ts";
import { switchbackRoutes } from "./modules/offers/switchback/routes.ts";
import { pageRoutes } from "./modules/pages/routes.ts";
import { productRoutes } from "./modules/products/routes.ts";
import { rateRoutes } from "./modules/rates/routes.ts";
import { roiRoutes } from "./modules/roi/routes.ts";
import { createPlayer } from "./modules/sample/player.ts";
import { sampleRoutes } from "./modules/sample/routes.ts";
import { makeSignInToken } from "./modules/session/links.ts";
import { sessionRoutes } from "./modules/session/routes.ts";
import { createResultKeeper } from "./modules/show-results/keeper.ts";
import { showResultRoutes } from "./modules/show-results/routes.ts";
import { showRoutes } from "./modules/shows/routes.ts";
import { sourceRoutes } from "./modules/sources/routes.ts";
import { wallRoutes } from "./modules/wall/routes.ts";
import { workspaceRoutes } from "./modules/workspaces/routes.ts";
import { keepSecret } from "./secrets.ts";
import { readShowKnowledge } from "./show-knowledge.ts";
import { createSources } from "./sources/sources.ts";
import { reachable } from "./stores/reachable.ts";
import { StartError } from "./stores/start-error.ts";
import { openStores } from "./stores/stores.ts";

const ROOT = join(import.meta.dirname, "../../..");
const DASHBOARD = join(ROOT, "apps/dashboard/dist");

/** The workspace that every installation has from the start. */
const FIRST_WORKSPACE = "main";

export interface Hub {
  /** Where it listens: `http://127.0.0.1:4400`. */
  address: string;
  /** A one-time link, while nobody has signed in yet. */
  signInLink: string | undefined;
  /** Every route with its policy. */
  routes: readonly RoutePolicy[];
  /** Stops taking in, drains, ends the children. */
  close(): Promise<void>;
}

/** Ends a part that is up. */
type End = () => Promise<unknown>;

/** Brings everything up. A part that fails ends those that are up already, so that no child is left behind. */
export async function startHub(config: Config): Promise<Hub> {
  await makeDataFolder(config.dataDir);
  const log = openLog(config.dataDir);
  const ends: End[] = [];
  const close = async () => {
    for (const end of ends.splice(0).toReversed()) {
      await end().catch((error: unknown) => log.error({ err: error }, "a part did not end as it should"));
    }
  };
  try {
    return { ...(await bringUp(config, log, ends)), close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** In the order in which each part needs the one before; notes how each is ended. */
async function bringUp(config: Config, log: Logger, ends: End[]): Promise<Omit<Hub, "close">> {
  const now = Date.now;
  const ownerKey = await keepSecret(config.dataDir, "owner-key", config.ownerKey, () => newToken("sp_key"));
  await keepSecret(config.dataDir, "secret", config.secret, () => randomBytes(32).toString("base64url"));

  const stores = await openStores({ ...config, log });
  ends.push(stores.close);
  const database = openDatabase(stores.postgresUrl);
  const clickhouse = createClient({
    ...stores.clickhouse,
    application: "showpulse",
    // Whoever asks gets the error, and logs it once.
    log: { level: ClickHouseLogLevel.OFF },
  });
  ends.push(() => Promise.all([clickhouse.close(), database.$disconnect()]));
  // Both to their end: what one of them still does must not meet stores that the other's failure ends.
  const migrations = await Promise.allSettled([
    migrateDatabase(
      stores.postgresUrl,
      join(ROOT, "prisma/migrations"),
      named("PostgreSQL", "DATABASE_URL", config.databaseUrl),
    ),
    migrate(clickhouse, config),
  ]);
  for (const each of migrations) if (each.status === "rejected") throw each.reason;
  await database.workspace.upsert({
    where: { id: FIRST_WORKSPACE },
    create: { id: FIRST_WORKSPACE, name: "My brand" },
    update: {},
  });

  const keyring = createKeyring({ database, ownerKey, workspace: FIRST_WORKSPACE, now });
  const ingest = await createIngest({
    dataDir: config.dataDir,
    clickhouse,
    now,
    log,
    // The embedded one loses nothing that this machine does not lose too.
    ...(config.clickhouseUrl === undefined ? {} : { serverStart: () => serverStart(clickhouse) }),
  });
  ends.push(ingest.close);
  const history = (workspace: string, show: string, upToSeq: number) =>
    streamShowEvents(clickhouse, { workspace, show, upToSeq });
  const live = createLive({ ingest, history, now, log });
  const environments = { tiktok: config.tiktok, youtube: config.youtube };
  const sources = createSources({
    database,
    ingest,
    connectors,
    environments,
    now,
    log,
    onChange: live.onSourceChange,
  });
  const player = createPlayer({
    ingest,
    now,
    onEnd: async ({ show }) =>
      void (await database.show.updateMany({ where: { id: show }, data: { endedAt: new Date(now()) } })),
    onError: (error) => log.error({ err: error }, "the sample show stopped"),
  });
  const offerClock = createOfferClock({ database, ingest, now, log });
  ends.push(offerClock.close);
  const switchbackClock = createSwitchbackClock({ database, ingest, offers: offerClock, now, log });
  ends.push(switchbackClock.close);
  const resultKeeper = createResultKeeper({ database, clickhouse, ingest, now, log });
  ends.push(resultKeeper.close);
  const onDelete = async (workspace: string, shows: readonly string[]) => {
    for (const show of shows) await sources.stopShow(workspace, show);
    await flushed(ingest);
    await removeShows(clickhouse, { workspace, shows, cluster: config.clickhouseCluster });
    for (const show of shows) live.forget(workspace, show);
  };

  let address = "";
  const publicUrl = () => config.publicUrl ?? address;
  let ready = false;
  const answers = {
    clickhouse: reachable(() => clickhouse.query({ query: "SELECT 1" }).then((reply) => reply.text()), now),
    postgres: reachable(() => database.$queryRaw`SELECT 1`, now),
  };
  const missing = async () => {
    const status = stores.status();
    const [analytics, postgres] = await Promise.all([
      status.clickhouse === "elsewhere" ? answers.clickhouse() : status.clickhouse === "up",
      status.postgres === "elsewhere" ? answers.postgres() : status.postgres === "up",
    ]);
    return [
      ...(ready ? [] : ["the start to finish"]),
      ...(analytics ? [] : ["ClickHouse"]),
      ...(postgres ? [] : ["PostgreSQL"]),
      ...(ingest.isStuck() ? ["a disk of the hub's own on which it can carry events on to ClickHouse"] : []),
    ];
  };

  const guesses = createGuesses(now);
  const app = await createApp({ keyring, guesses, log, page: join(DASHBOARD, "index.html") });
  ends.push(() => app.close());
  ends.push(() => Promise.all([sources.close(), live.close()]));
  ends.push(async () => {
    ready = false;
    player.close();
  });
  await app.register(healthRoutes, { missing, gauges: {} });
  await app.register(sessionRoutes, { database, keyring, guesses, publicUrl, now });
  await app.register(workspaceRoutes, { database });
  await app.register(keyRoutes, { database, keyring });
  await app.register(eventsRoutes, { ingest, clickhouse, onAccepted: tellShows(database, log) });
  await app.register(showRoutes, { database, ingest, now, onDelete, onEnd: sources.stopShow });
  await app.register(chatRoutes, { database, clickhouse });
  await app.register(sourceRoutes, { database, sources, connectors });
  await app.register(brandNameRoutes, { database });
  await app.register(metricRoutes, {
    database,
    clickhouse,
    knowledgeOf: (workspace, show) => readShowKnowledge(database, workspace, show),
  });
  await app.register(funnelRoutes, { clickhouse });
  await app.register(savedFunnelRoutes, { database });
  await app.register(productRoutes, { database });
  await app.register(offerRoutes, { database, ingest, clock: offerClock, now });
  await app.register(switchbackRoutes, { database, clickhouse, clock: switchbackClock, now });
  await app.register(offerPerformanceRoutes, { database, clickhouse });
  await app.register(campaignRoutes, { database });
  await app.register(creatorRoutes, { database });
  await app.register(linkRoutes, { database, ingest, publicUrl, now });
  await app.register(rateRoutes, { database });
  await app.register(feeRoutes, { database });
  await app.register(attributionRoutes, { clickhouse });
  await app.register(roiRoutes, { database, clickhouse });
  await app.register(showResultRoutes, { database, clickhouse, now });
  await app.register(audienceRoutes, { database, clickhouse, now });
  await app.register(compareRoutes, { database, clickhouse, now });
  await app.register(highlightRoutes, { database, clickhouse, now });
  await app.register(wallRoutes, { database, clickhouse, sources, now });
  await app.register(sampleRoutes, { database, ingest, player, now, onDelete });
  await app.register(liveRoutes, { database, live, keyring, publicUrl });
  await app.register(pageRoutes, { folder: DASHBOARD });

  address = await listen(app, config);
  await writeFile(join(config.dataDir, "hub.json"), JSON.stringify({ address, pid: process.pid }));
  ready = true;
  await sources.resumeAll();
  offerClock.wake();
  switchbackClock.wake();
  resultKeeper.start();
  for (const show of await database.show.findMany({
    where: { sample: true, endedAt: null, startedAt: { not: null } },
  })) {
    await player.play({ workspace: show.workspaceId, show: show.id, startsAt: (show.startedAt as Date).getTime() });
  }

  const { ownerKeyHash } = keyring;
  const signedIn = await database.session.count({
    where: { workspaceId: FIRST_WORKSPACE, OR: [{ keyId: { not: null } }, { ownerKeyHash }] },
  });
  const signInLink =
    signedIn > 0
      ? undefined
      : `${publicUrl()}/signin/${await makeSignInToken(database, ownerKeyHash, FIRST_WORKSPACE, now())}`;

  return { address, signInLink, routes: app.policies };
}

/** @throws StartError when ClickHouse is not there, or its schema cannot be brought up to date */
async function migrate(
  clickhouse: ClickHouseClient,
  { clickhouseCluster, clickhouseUrl }: Pick<Config, "clickhouseCluster" | "clickhouseUrl">,
): Promise<void> {
  try {
    await migrateClickHouse(clickhouse, { cluster: clickhouseCluster });
  } catch (cause) {
    const said = cause instanceof Error ? cause.message : String(cause);
    const who = named("ClickHouse", "CLICKHOUSE_URL", clickhouseUrl);
    throw new StartError(cause instanceof MigrationError ? said : `${who} does not answer as it should: ${said}`, {
      cause,
    });
  }
}

/** A store as whoever starts the hub knows it: by the variable that says where it is, without its password. */
function named(store: string, variable: string, value: string | undefined): string {
  if (value === undefined) return store;
  const url = new URL(value);
  if (url.password !== "") url.password = "-";
  return `${variable} is "${url.href.replace(":-@", ":…@")}", where ${store}`;
}

/** Takes requests from now on; the address. @throws StartError when the port is not to be had */
async function listen(app: App, { host, port }: Config): Promise<string> {
  try {
    return await app.listen({ host, port });
  } catch (cause) {
    const { code, message } = cause as NodeJS.ErrnoException;
    const why = code === "EADDRINUSE" ? "another program listens there" : message;
    throw new StartError(`HUB_HOST and HUB_PORT are ${host} and ${port}, which cannot be listened on: ${why}`, {
      cause,
    });
  }
}
