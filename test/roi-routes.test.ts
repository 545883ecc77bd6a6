import type { AttributionAnswer, BuyerJourney, ReconciliationAnswer, RoiAnswer } from "@showpulse/metrics";
import { beforeAll, expect, test } from "vitest";
import { type BorrowedHub, borrowHub } from "./support/hub.ts";

let hub: BorrowedHub;
let campaign: string;
let creator: string;

const micros = (amount: number, currency = "EUR") => ({ amountMicros: amount * 1_000_000, currency });
const period = "from=2026-11-01&to=2026-11-30";

beforeAll(async () => {
  hub = await borrowHub();
  const idOf = async (path: string, body: object) => (await hub.post<{ id: string }>(path, body)).id;
  const product = await idOf("/v1/products", {
    sku: "mug",
    title: "Mug",
    price: micros(10),
    cost: micros(4),
    stock: 9,
  });
  campaign = await idOf("/v1/campaigns", { name: "Spring" });
  creator = await idOf("/v1/creators", { name: "Mia", commissionRate: 0.1, disclosure: "ad" });
  const costs = `/v1/campaigns/${campaign}/costs`;
  await hub.post(costs, { day: "2026-11-20", kind: "ads", ...micros(5, "USD") });
  await hub.post(costs, { day: "2026-11-30", kind: "production", ...micros(2), platform: "tiktok" });
  await hub.post(costs, { day: "2026-12-01", kind: "ads", ...micros(100) });
  await hub.post("/v1/fx", { day: "2026-11-19", from: "USD", to: "EUR", rate: 0.8 });
  const event = (id: string, type: string, second: number, data: object) => ({
    id,
    source: "test",
    type,
    time: `2026-11-21T20:00:${second}Z`,
    data: { actor: "ann", ...data },
  });
  await hub.post("/v1/events", [
    event("1", "page_view", 10, { campaign, creator }),
    event("2", "purchase", 30, {
      order: "a",
      ...micros(30),
      items: [
        { item: product, quantity: 1 },
        { item: "mug", quantity: 1 },
      ],
    }),
    event("3", "purchase", 31, { actor: "ben", order: "b", ...micros(8) }),
  ]);
  await hub.post("/v1/flush");
});

test("return on investment of what was entered and what happened", async () => {
  const { rows, total } = await hub.get<RoiAnswer>(`/v1/roi?${period}&groupBy=campaign&model=last`);
  // 30 less 2 mugs of 4, ads of 5 dollars by the rate of the day before, 2 of production, a tenth of 30 for Mia.
  expect(rows).toMatchObject([
    {
      key: campaign,
      revenue: micros(30),
      goodsCost: micros(8),
      costs: { ads: micros(4), production: micros(2), commission: micros(3) },
      contribution: micros(13),
      roi: 13 / 9,
      missingRates: [],
    },
    { key: "(unattributed)", revenue: micros(8), contribution: micros(8), roi: null },
  ]);
  expect(total).toMatchObject({ revenue: micros(38), allCosts: micros(9), orders: 2, buyers: 2 });
  const byPlatform = await hub.get<RoiAnswer>(`/v1/roi?${period}&groupBy=platform`);
  expect(byPlatform.rows.find(({ key }) => key === "tiktok")).toMatchObject({ allCosts: micros(2) });
  expect(byPlatform.total).toMatchObject({ revenue: micros(38), allCosts: micros(9) });
});

test("attribution, what platforms claim, and a buyer's way", async () => {
  const asked = { from: "2026-11-01", to: "2026-11-30", model: "linear", lookbackSeconds: 3600, groupBy: "creator" };
  const answer = await hub.post<AttributionAnswer>("/v1/attribution", asked);
  expect(answer.rows).toEqual([{ key: creator, conversions: 1, amount: [micros(30)], share: 0.5 }]);
  const { total, claimedByNone } = await hub.get<ReconciliationAnswer>(`/v1/reconciliation?${period}`);
  expect({ total, claimedByNone }).toEqual({
    total: claimedByNone,
    claimedByNone: { orders: 2, amount: [micros(38)] },
  });
  const { steps } = await hub.get<BuyerJourney>("/v1/journeys/ann");
  expect(steps.map(({ type }) => type)).toEqual(["page_view", "purchase"]);
});

test("what contradicts itself is refused, and says where", async () => {
  await expect(hub.get("/v1/roi?from=2026-12-01&to=2026-11-01")).rejects.toThrow(/400.*"pointer":"\/from"/);
  await expect(hub.get("/v1/roi?from=2026-02-30&to=2026-11-01")).rejects.toThrow(/400.*"pointer":"\/from"/);
  const asked = { from: "2026-11-01", to: "2026-11-30", model: "guess", groupBy: "creator" };
  await expect(hub.post("/v1/attribution", asked)).rejects.toThrow(/400.*last_non_direct/);
});
