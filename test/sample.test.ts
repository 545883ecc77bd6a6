import { beforeAll, expect, test } from "vitest";
import { type BorrowedHub, borrowHub } from "./support/hub.ts";

let hub: BorrowedHub;
beforeAll(async () => {
  hub = await borrowHub();
});

interface Roi {
  rows: { key: string; revenue: { amountMicros: number }; roi: number | null }[];
  total: { revenue: { amountMicros: number }; unitsWithoutCost: number };
}
const roi = (groupBy: string) => {
  const day = (shift: number) => new Date(Date.now() + shift * 86_400_000).toISOString().slice(0, 10);
  return hub.get<Roi>(`/v1/roi?from=${day(-2)}&to=${day(0)}&groupBy=${groupBy}`);
};
const countOf = async (path: string) => (await hub.get<{ data: unknown[] }>(path)).data.length;
const ENTERED = ["/v1/shows", "/v1/products", "/v1/campaigns", "/v1/creators", "/v1/links"];

test("the sample earns money that its campaign and creators are credited with, and is gone with one call", async () => {
  await hub.post("/v1/sample");
  const campaigns = await roi("campaign");
  const campaign = campaigns.rows.find(({ key }) => key !== "(unattributed)");
  expect(campaign?.revenue.amountMicros).toBeGreaterThan(0);
  expect(campaign?.roi).not.toBeNull();
  expect(campaigns.total.unitsWithoutCost).toBe(0);
  expect((await roi("creator")).rows.filter(({ key }) => key !== "(unattributed)")).toHaveLength(2);

  // A second one takes nothing from the first: each has orders and a campaign of its own.
  await hub.post("/v1/sample");
  expect((await roi("campaign")).total.revenue.amountMicros).toBe(2 * campaigns.total.revenue.amountMicros);

  await hub.delete("/v1/sample");
  for (const path of ENTERED) expect([path, await countOf(path)]).toEqual([path, 0]);
  expect((await roi("campaign")).total.revenue.amountMicros).toBe(0);
});
