export * from "./connector.ts";
export type { TikTokEnvironment } from "./tiktok/environment.ts";
export type { YouTubeEnvironment } from "./youtube/environment.ts";
