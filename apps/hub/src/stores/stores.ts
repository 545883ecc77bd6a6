import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import type { StoreLog } from "./child.ts";
import { type ClickHouseAccess, openClickHouse } from "./clickhouse.ts";
import { lockFolder } from "./lock.ts";
import { openPostgres } from "./postgres.ts";

export interface StoresOptions {
  /** Made when it is not there; everything embedded is kept in it. */
  dataDir: string;
  /** A ClickHouse server, with user, password and database in the URL; undefined: embedded. */
  clickhouseUrl: string | undefined;
  /** A PostgreSQL server; undefined: embedded. */
  databaseUrl: string | undefined;
  log: StoreLog;
}

export type StoreStatus = "up" | "down" | "elsewhere";

/** Both stores, running. */
export interface Stores {
  clickhouse: ClickHouseAccess;
  postgresUrl: string;
  /** Of those that are kept running here; `elsewhere`: a URL was given, whether it answers must be asked. */
  status(): { clickhouse: StoreStatus; postgres: StoreStatus };
  /** Processes that this one runs, for tests and diagnosis. */
  pids(): { clickhouse: number | undefined; postgres: number | undefined };
  /** Ends what was started here, and gives the data folder back. */
  close(): Promise<void>;
}

const STOP_DEADLINE_MS = 3_000;

/**
 * Takes the data folder, and starts the stores that no URL was given for, both at once.
 * @throws StartError with one line that says what to do: a folder in use, a folder that PostgreSQL cannot enter.
 */
export async function openStores({ dataDir, clickhouseUrl, databaseUrl, log }: StoresOptions): Promise<Stores> {
  await mkdir(dataDir, { recursive: true });
  const unlock = await lockFolder(dataDir);
  const [clickhouse, postgres] = await Promise.allSettled([
    clickhouseUrl === undefined ? openClickHouse(join(dataDir, "clickhouse"), log) : externalClickHouse(clickhouseUrl),
    databaseUrl === undefined ? openPostgres(dataDir, log) : externalPostgres(databaseUrl),
  ]);
  const close = async () => {
    const opened = [clickhouse, postgres].filter((store) => store.status === "fulfilled");
    await Promise.all(opened.map((store) => store.value.stop(STOP_DEADLINE_MS)));
    await unlock();
  };
  if (clickhouse.status === "rejected" || postgres.status === "rejected") {
    await close();
    throw clickhouse.status === "rejected" ? clickhouse.reason : (postgres as PromiseRejectedResult).reason;
  }
  return {
    clickhouse: clickhouse.value.access,
    postgresUrl: postgres.value.url,
    status: () => ({ clickhouse: clickhouse.value.status(), postgres: postgres.value.status() }),
    pids: () => ({ clickhouse: clickhouse.value.pid(), postgres: postgres.value.pid() }),
    close,
  };
}

/** Of a store that runs elsewhere: nothing to watch, nothing to end. */
const EXTERNAL = { status: () => "elsewhere" as const, pid: () => undefined, stop: async () => undefined };

function externalClickHouse(text: string) {
  const url = new URL(text);
  const access = {
    username: decodeURIComponent(url.username) || "default",
    password: decodeURIComponent(url.password),
    database: decodeURIComponent(url.pathname.slice(1)) || url.searchParams.get("database") || "default",
  };
  return { ...EXTERNAL, access: { url: url.origin, ...access } };
}

function externalPostgres(url: string) {
  return { ...EXTERNAL, url };
}
