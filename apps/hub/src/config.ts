import { isIP } from "node:net";
import { resolve } from "node:path";
import type { TikTokEnvironment, YouTubeEnvironment } from "@showpulse/connectors";

/** The hub's configuration, read once from the environment; nothing else reads `process.env`. */
export interface Config {
  host: string;
  /** 0 picks a free port. */
  port: number;
  dataDir: string;
  /** For links and cookies; undefined: the listening address. */
  publicUrl: string | undefined;
  /** undefined: made and stored. */
  ownerKey: string | undefined;
  /** Key that encrypts stored credentials; undefined: made and stored. */
  secret: string | undefined;
  /** undefined: the embedded engine. */
  clickhouseUrl: string | undefined;
  clickhouseCluster: string | undefined;
  databaseUrl: string | undefined;
  tiktok: TikTokEnvironment;
  youtube: YouTubeEnvironment;
}

/** A variable that cannot be used; its message is one line that names it, what it holds and what it may hold. */
export class ConfigError extends Error {
  constructor(variable: string, value: string, allowed: string) {
    super(`${variable} is ${JSON.stringify(value)}; it may be ${allowed}`);
    this.name = "ConfigError";
  }
}

const GOOGLE_GRPC = "youtube.googleapis.com:443";

/**
 * Reads the configuration. An empty variable counts as absent.
 * @throws ConfigError for the first variable that cannot be used.
 */
export function readConfig(variables: Record<string, string | undefined>): Config {
  const read = <T>(name: string, parse: (value: string) => T | undefined, allowed: string): T | undefined => {
    const value = variables[name];
    if (value === undefined || value === "") return undefined;
    const parsed = parse(value);
    if (parsed === undefined) throw new ConfigError(name, isSecret(name, value) ? "…" : value, allowed);
    return parsed;
  };
  const url = (name: string, ...protocols: string[]) =>
    read(
      name,
      (value) => parseUrl(value, protocols),
      `a URL that begins with ${protocols.map((p) => `${p}//`).join(" or ")}`,
    );
  const hostAndPort = (name: string) => read(name, parseHostAndPort, "a host name or host:port");
  const text = (name: string) => read(name, (value) => value, "any text");

  if (text("NATS_URL") !== undefined) {
    throw new ConfigError("NATS_URL", variables.NATS_URL ?? "", "empty: several hubs as one are not available yet");
  }
  const apiUrl = url("YOUTUBE_API_URL", "http:", "https:");
  const clickhouseUrl = url("CLICKHOUSE_URL", "http:", "https:");
  const clickhouseCluster = read(
    "CLICKHOUSE_CLUSTER",
    (value) => (/^\w+$/.test(value) && clickhouseUrl !== undefined ? value : undefined),
    "a cluster's name (letters, digits, underscores) where CLICKHOUSE_URL names a server of that cluster",
  );
  // Nothing is paid yet; but who sets it wrong should not find out only then.
  url("STRIPE_API_URL", "http:", "https:");
  return {
    host: read("HUB_HOST", parseHost, "an IP address or a host name") ?? "127.0.0.1",
    port: read("HUB_PORT", (value) => integer(value, 0, 65_535), "a port from 0 (any free one) to 65535") ?? 4400,
    dataDir: resolve(text("HUB_DATA_DIR") ?? "data"),
    publicUrl: url("HUB_PUBLIC_URL", "http:", "https:")?.replace(/\/+$/, ""),
    ownerKey: read(
      "HUB_OWNER_KEY",
      (value) => (/^[\x21-\x7e]{16,}$/.test(value) ? value : undefined),
      "at least 16 printable characters without spaces",
    ),
    secret: read("HUB_SECRET", (value) => (value.length >= 16 ? value : undefined), "at least 16 characters"),
    clickhouseUrl,
    clickhouseCluster,
    databaseUrl: url("DATABASE_URL", "postgres:", "postgresql:"),
    tiktok: {
      signUrl: url("TIKTOK_SIGN_URL", "http:", "https:"),
      webHost: hostAndPort("TIKTOK_WEB_HOST"),
      webcastHost: hostAndPort("TIKTOK_WEBCAST_HOST"),
      dns: read("TIKTOK_DNS", (value) => (isIP(value) ? value : undefined), "an IP address such as 127.0.0.1"),
      silenceSeconds:
        read("TIKTOK_SILENCE_SECONDS", (value) => integer(value, 1, 3600), "whole seconds from 1 to 3600") ?? 45,
    },
    youtube: {
      apiUrl,
      tokenUrl: url("GOOGLE_TOKEN_URL", "http:", "https:"),
      apiKey: text("YOUTUBE_API_KEY"),
      clientId: text("GOOGLE_CLIENT_ID"),
      clientSecret: text("GOOGLE_CLIENT_SECRET"),
      grpcAddress:
        read("YOUTUBE_GRPC_ADDRESS", parseGrpcAddress, 'host:port, with "insecure:" before it for plain text') ??
        (apiUrl === undefined ? GOOGLE_GRPC : null),
    },
  };
}

/** Variables whose values never appear in messages. */
const SECRETS: ReadonlySet<string> = new Set(["HUB_OWNER_KEY", "HUB_SECRET"]);

/** An address may hold a password before its "@". */
const isSecret = (name: string, value: string): boolean => SECRETS.has(name) || value.includes("@");

function parseUrl(value: string, protocols: string[]): string | undefined {
  return URL.canParse(value) && protocols.includes(new URL(value).protocol) ? value : undefined;
}

function integer(value: string, minimum: number, maximum: number): number | undefined {
  if (!/^\d{1,9}$/.test(value)) return undefined;
  const number = Number(value);
  return number >= minimum && number <= maximum ? number : undefined;
}

const parseHost = (value: string) => (isIP(value) || /^[a-zA-Z0-9.-]+$/.test(value) ? value : undefined);
const parseHostAndPort = (value: string) =>
  /^(\[[0-9a-fA-F:]+\]|[a-zA-Z0-9.-]+)(:\d{1,5})?$/.test(value) && hasPort(value) ? value : undefined;
const parseGrpcAddress = (value: string) =>
  /^(insecure:)?[^:\s]+:\d{1,5}$/.test(value) && hasPort(value) ? value : undefined;

/** Whether the port at the end, if there is one, is one that a program can listen on. */
function hasPort(address: string): boolean {
  const port = /:(\d+)$/.exec(address)?.[1];
  return port === undefined || integer(port, 1, 65_535) !== undefined;
}
