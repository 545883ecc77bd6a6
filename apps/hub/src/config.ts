import type { TikTokEnvironment, YouTubeEnvironment } from "@showpulse/connectors";

/** The hub's configuration, read once from the environment; nothing else reads `process.env`. */
export interface Config {
  host: string;
  port: number;
  dataDir: string;
  publicUrl: string | undefined;
  ownerKey: string | undefined;
  secret: string | undefined;
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
