export { ALL_REQUESTS, type Fault, type RequestKind, startTikTokEmulator, type TikTokEmulator } from "./emulator.ts";
export * as messages from "./messages.ts";
export { type PlayOptions, Room } from "./room.ts";
export { generateShow, type Show, type ShowOptions, type Truth } from "./show.ts";
