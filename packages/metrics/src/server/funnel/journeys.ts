import type { ClickHouseClient } from "@clickhouse/client";
import type { Static } from "typebox";
import type { Budget } from "../../budget.ts";
import { askStream } from "../query.ts";
import { type JourneyRow, journeysQuery } from "./journeys-sql.ts";
import type { FunnelPlan } from "./plan.ts";

export type Row = Static<typeof JourneyRow>;
/** Goes through everybody's journeys, as often as it is asked to. */
export type Rows = () => AsyncIterable<Row>;

/** Everybody's journeys, as they come from the engine. */
export const journeysOf =
  (client: ClickHouseClient, workspace: string, plan: FunnelPlan, known: { joined: boolean }, budget: Budget): Rows =>
  () => {
    const { query, params } = journeysQuery(plan, known);
    return askStream(client, query, { ...params, workspace }, budget);
  };
