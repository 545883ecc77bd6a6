import { defineConnector } from "../connector.ts";
import type { TikTokEnvironment } from "./environment.ts";
import { normalise } from "./normalise.ts";
import { sourceOf, TikTokSettings, tidySettings } from "./settings.ts";

/** TikTok LIVE: chat, reactions, gifts, pins and offers of an account's show. */
export const tiktok = defineConnector({
  platform: "tiktok",
  title: "TikTok LIVE",
  settings: TikTokSettings,
  silenceSeconds: (environment: TikTokEnvironment) => environment.silenceSeconds,
  sourceOf,
  tidySettings,
  async *open(context) {
    // What speaks to TikTok takes half a second to read: not at each start of the hub, only where somebody connects.
    const { open } = await import("./open.ts");
    yield* open(context);
  },
  normalise,
});
