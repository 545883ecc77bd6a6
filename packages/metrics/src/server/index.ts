export * from "./cluster.ts";
export * from "./event-row.ts";
export * from "./migrate.ts";
export * from "./people.ts";
export * from "./query.ts";
export * from "./show-metrics.ts";
