import type {} from "@fastify/swagger";
import { Type } from "typebox";
import type { App } from "../app.ts";
import { MOST_BYTES } from "./table.ts";

/** What a bulk route is asked: an array of rows or CSV; a dry run says what would happen and changes nothing. */
export const BULK_SCHEMA = {
  querystring: Type.Object({ dryRun: Type.Boolean({ default: false }) }),
  body: Type.Unknown({ description: "A JSON array of rows, or CSV with a header, sent as text/csv" }),
  consumes: ["application/json", "text/csv"],
};

/** Limits of a bulk route's body. */
export const BULK_LIMIT = { bodyLimit: MOST_BYTES };

/** Makes this part of the app take CSV, as text. */
export function takeCsv(app: App): void {
  app.addContentTypeParser(
    ["text/csv", "text/plain", "text/tab-separated-values"],
    { parseAs: "string", bodyLimit: MOST_BYTES },
    (_request, body, done) => done(null, body),
  );
}
