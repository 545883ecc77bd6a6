import type { TObject } from "typebox";

/**
 * A question to the event table: the one contract that validates the request, binds ClickHouse's parameters,
 * shapes the reply and types the dashboard's hook. Workspace and time window are parameters of every question.
 */
export interface Question {
  name: string;
  /** What it takes, beside the workspace, which the server adds. */
  params: TObject;
  /** One row of its answer. */
  row: TObject;
}
