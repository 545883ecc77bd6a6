export { ALL_REQUESTS, startTikTokEmulator, type TikTokEmulator } from "./emulator.ts";
export * as messages from "./messages.ts";
export { generateShow, type Truth } from "./show.ts";
