export * from "./connector.ts";
export { connectors } from "./registry.ts";
export type { TikTokEnvironment } from "./tiktok/environment.ts";
export type { YouTubeEnvironment } from "./youtube/environment.ts";
