export * from "./capabilities.ts";
export * from "./metric.ts";
export * from "./question.ts";
export * from "./registry.ts";
export * from "./show-fold.ts";
export * from "./show-metrics.ts";
export * from "./show-timeline.ts";
export * from "./wall.ts";
