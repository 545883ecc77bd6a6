export * from "./envelope.ts";
export * from "./money.ts";
export * from "./platforms.ts";
export * from "./question.ts";
export * from "./types.ts";
