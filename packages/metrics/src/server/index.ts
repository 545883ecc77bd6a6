export * from "./event-row.ts";
