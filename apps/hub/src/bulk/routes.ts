import { Type } from "typebox";
import type { App } from "../app.ts";
import { MOST_BYTES } from "./table.ts";

/** Query of a bulk route: a dry run says what would happen and changes nothing. */
export const DryRun = Type.Object({ dryRun: Type.Boolean({ default: false }) });

/** Body of a bulk route: an array of rows, or CSV (`text/csv`). */
export const BulkBody = Type.Unknown({ description: "A JSON array of rows, or CSV sent as text/csv" });

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
