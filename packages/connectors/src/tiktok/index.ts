import { defineConnector } from "../connector.ts";
import type { TikTokEnvironment } from "./environment.ts";
import { normalise } from "./normalise.ts";
import { open } from "./open.ts";
import { sourceOf, TikTokSettings, tidySettings } from "./settings.ts";

/** TikTok LIVE: chat, reactions, gifts, pins and offers of an account's show. */
export const tiktok = defineConnector({
  platform: "tiktok",
  title: "TikTok LIVE",
  settings: TikTokSettings,
  silenceSeconds: (environment: TikTokEnvironment) => environment.silenceSeconds,
  sourceOf,
  tidySettings,
  open,
  normalise,
});
