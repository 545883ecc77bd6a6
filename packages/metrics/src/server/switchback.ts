import type { ClickHouseClient } from "@clickhouse/client";
import { Budget } from "../budget.ts";
import { readSwitchback, type SwitchbackPlan, type SwitchbackReadOut, switchbackBlocks } from "../switchback.ts";
import { showContext } from "./offer-performance/course.ts";
import { selectionParams } from "./selection.ts";

/**
 * What a switchback of a show says, from the show's orders and viewers.
 * @param spoilt blocks that did not run as planned; those in which orders could not be seen are added to them
 * @returns `null` where no platform of the show tells of orders
 */
export async function askSwitchback(
  client: ClickHouseClient,
  workspace: string,
  show: string,
  plan: SwitchbackPlan,
  spoilt: ReadonlySet<number>,
): Promise<SwitchbackReadOut | null> {
  const { course, knows } = await showContext(client, selectionParams(workspace, { show }), new Budget());
  if (course.orders.length === 0 && !knows(["purchase"])) return null;
  const blind = switchbackBlocks(plan).flatMap(({ from, to }, index) =>
    course.blind.some((gap) => gap.from < to && gap.to > from) ? [index] : [],
  );
  return readSwitchback(plan, course, new Set([...spoilt, ...blind]));
}
