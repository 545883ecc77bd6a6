import { CostlyQuestion } from "../../budget.ts";

const MOST_PAIRS = 20_000_000;

/** @throws CostlyQuestion for one person with so many orders and touches that their paths would hold everybody up */
export function assertWalkable(orders: number, touches: number): void {
  if (orders * touches > MOST_PAIRS) {
    throw new CostlyQuestion(`One id has ${orders} orders and ${touches} touches, too many to be a person.`);
  }
}
