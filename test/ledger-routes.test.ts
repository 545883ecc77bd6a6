import type {
  CreatorStatement,
  Lineage,
  RecentBuyers,
  RoiAnswer,
  ShowMetrics,
  ShowResultAnswer,
} from "@showpulse/metrics";
import { beforeAll, expect, test } from "vitest";
import { type BorrowedHub, borrowHub } from "./support/hub.ts";

let hub: BorrowedHub;
let campaign: string;
let creator: string;
let show: string;

const eur = (amount: number) => ({ amountMicros: Math.round(amount * 1_000_000), currency: "EUR" });
const idOf = async (path: string, body: object) => (await hub.post<{ id: string }>(path, body)).id;
/** Yesterday, so that no midnight parts what belongs together. */
const day = new Date(Date.now() - 86_400_000).toISOString().slice(0, 10);
const period = `from=${day}&to=${day}&timezone=UTC`;
let sent = Date.parse(`${day}T12:00:00Z`);
const send = async (...events: object[]) => {
  await hub.post(
    "/v1/events",
    events.map((event) => ({ source: "test", time: new Date((sent += 1000)).toISOString(), ...event })),
  );
  await hub.post("/v1/flush");
};
/** A change of what was entered. */
async function change(method: "PATCH" | "DELETE", path: string, body?: object): Promise<unknown> {
  const reply = await fetch(hub.address + path, {
    method,
    headers: { authorization: `Bearer ${hub.key}`, "content-type": "application/json" },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  });
  expect(reply.ok).toBe(true);
  return reply.status === 204 ? undefined : reply.json();
}
const purchase = (order: string, data: object) => ({
  id: order,
  type: "purchase",
  subject: show,
  data: { order, ...data },
});

beforeAll(async () => {
  hub = await borrowHub();
  await hub.post("/v1/products", { sku: "mug", title: "Mug", price: eur(10), cost: eur(4), stock: 9 });
  campaign = await idOf("/v1/campaigns", { name: "Spring", budget: eur(50) });
  creator = await idOf("/v1/creators", { name: "Mia", commissionRate: 0.1, disclosure: "ad" });
  show = await idOf("/v1/shows", { title: "Mugs", currency: "EUR" });
  await hub.post(`/v1/shows/${show}/start`);
  await hub.post(`/v1/campaigns/${campaign}/costs`, { day, kind: "ads", ...eur(20), show });
  await hub.post(`/v1/campaigns/${campaign}/costs`, { day, kind: "ads", amountMicros: 5_000_000, currency: "USD" });
  const items = [{ item: "mug", quantity: 1 }];
  await send(purchase("a", { actor: "ann", creator, campaign, ...eur(30), items }), {
    id: "visit",
    type: "page_view",
    data: { actor: "cleo", campaign },
  });
});

const platformFee = async () =>
  (await hub.get<RoiAnswer>(`/v1/roi?${period}&groupBy=campaign`)).total.costsByRule.platform_fee;

test("what platforms keep by rule is counted from its day on, changed, taken back and brought back", async () => {
  const fee = { platform: "native", name: "Sale", from: day, rate: 0.05, perOrder: eur(0.3) };
  const id = await idOf("/v1/fees", fee);
  expect(await platformFee()).toEqual(eur(1.8));
  await expect(hub.post("/v1/fees", fee)).rejects.toThrow(/409.*fee_exists/);
  await hub.post("/v1/fees", { ...fee, from: "2999-01-01", rate: 1 });
  await hub.post("/v1/fees", { ...fee, name: "Payment", rate: 0, perOrder: eur(0.1) });
  await hub.post("/v1/fees", { ...fee, platform: "tiktok_shop", rate: 1 });
  expect(await platformFee()).toEqual(eur(1.9));
  expect(await change("PATCH", `/v1/fees/${id}`, { rate: 0.1 })).toMatchObject({ id, rate: 0.1, perOrder: eur(0.3) });
  expect(await platformFee()).toEqual(eur(3.4));
  await change("DELETE", `/v1/fees/${id}`);
  expect(await platformFee()).toEqual(eur(0.1));
  await hub.post(`/v1/fees/${id}/restore`);
  expect(await platformFee()).toEqual(eur(3.4));
});

test("a creator's statement names every order, and sums to what the ledger owes", async () => {
  const path = `/v1/creators/${creator}/statement?${period}`;
  const { lines, totals, rate } = await hub.get<CreatorStatement>(path);
  expect({ rate, lines }).toMatchObject({
    rate: 0.1,
    lines: [{ order: "a", platform: "native", share: 1, revenue: eur(30), refunds: eur(0), commission: eur(3) }],
  });
  expect(totals).toMatchObject([{ orders: 1, netRevenue: eur(30), commission: eur(3) }]);
  await expect(hub.get(`/v1/creators/none/statement?${period}`)).rejects.toThrow(/404/);
});

test("spending is set against the budget in its currency; what has no rate stays apart", async () => {
  const path = `/v1/campaigns/${campaign}/spending`;
  const usd = { amountMicros: 5_000_000, currency: "USD" };
  expect(await hub.get(path)).toMatchObject({ spent: eur(20), left: eur(30), usedShare: 0.4, withoutRate: [usd] });
  await hub.post("/v1/fx", { day, from: "USD", to: "EUR", rate: 0.8 });
  expect(await hub.get(path)).toMatchObject({
    budget: eur(50),
    spent: eur(24),
    left: eur(26),
    usedShare: 0.48,
    elapsedShare: null,
    withoutRate: [],
    days: [{ day, amountMicros: 24_000_000, cumulatedMicros: 24_000_000 }],
  });
});

test("whoever bought can be found, with what led to it", async () => {
  const { data } = await hub.get<RecentBuyers>(`/v1/journeys?${period}`);
  expect(data).toMatchObject([{ actor: "ann", platform: "native", orders: 1, paid: [eur(30)] }]);
});

const result = () => hub.get<ShowResultAnswer>(`/v1/shows/${show}/result`);

test("a show's result is kept as it ends; later orders, refunds, costs and terms tell why it is another now", async () => {
  // 30 less 3 of commission, 4 of goods, 3.4 of fees, 20 of ads.
  const { now, atEnd, breakEven, campaignCosts } = await result();
  expect(campaignCosts).toEqual([]);
  expect(now).toMatchObject({ contribution: eur(-0.4), orders: 1, newCustomers: 1 });
  expect({ atEnd, breakEven }).toMatchObject({ atEnd: null, breakEven: { at: null, state: "below" } });
  await hub.post(`/v1/shows/${show}/end`);
  await expect.poll(async () => (await result()).atEnd?.figures.contribution, { timeout: 20_000 }).toEqual(eur(-0.4));

  await send(purchase("b", { actor: "ben", ...eur(11) }));
  await send({ id: "back", type: "refund", data: { order: "a", ...eur(10) } });
  await hub.post(`/v1/campaigns/${campaign}/costs`, { day, kind: "production", ...eur(1), show });
  await change("PATCH", `/v1/creators/${creator}`, { commissionRate: 0.2 });
  await change("PATCH", `/v1/shows/${show}`, { campaign });
  const { differences, ...settled } = await result();
  expect(settled.campaignCosts).toEqual([{ amountMicros: 5_000_000, currency: "USD" }]);
  expect(settled.atEnd?.figures.contribution).toEqual(eur(-0.4));
  const fees = [
    { reason: "orders", amount: eur(1.5) },
    { reason: "refunds", amount: eur(-1) },
  ];
  expect(differences).toEqual([
    { part: "revenue", atEnd: eur(30), now: eur(41), because: [{ reason: "orders", amount: eur(11) }] },
    { part: "refunds", atEnd: eur(0), now: eur(10), because: [{ reason: "refunds", amount: eur(10) }] },
    {
      part: "commission",
      atEnd: eur(3),
      now: eur(4),
      because: [
        { reason: "terms", amount: eur(3) },
        { reason: "refunds", amount: eur(-2) },
      ],
    },
    { part: "production", atEnd: eur(0), now: eur(1), because: [{ reason: "costs", amount: eur(1) }] },
    { part: "platform_fee", atEnd: eur(3.4), now: eur(3.9), because: fees },
    {
      part: "contribution",
      atEnd: eur(-0.4),
      now: eur(-1.9),
      because: [
        { reason: "terms", amount: eur(-3) },
        { reason: "orders", amount: eur(9.5) },
        { reason: "refunds", amount: eur(-7) },
        { reason: "costs", amount: eur(-1) },
      ],
    },
  ]);
  // Between Ben's order and the refund it had earned its cost, but for the production that was entered later.
  expect(settled.breakEven.state).toBe("below");
});

test("the show's figures have what it earned for what it cost, each traced to its orders and what took them back", async () => {
  const { metrics } = await hub.get<ShowMetrics>(`/v1/shows/${show}/metrics`);
  // 41 less 10 that went back, 4 of goods, 28.9 of costs: 20 of ads, 4 of commission, 1 of production, 3.9 of fees.
  expect(metrics).toMatchObject({
    contribution: { value: [eur(-1.9)], unit: "money" },
    roas: { value: 2.05, numerator: [eur(41)], denominator: [eur(20)] },
    poas: { value: 1.35, numerator: [eur(27)], denominator: [eur(20)] },
    roi: { value: -1.9 / 28.9, numerator: [eur(-1.9)], denominator: [eur(28.9)] },
    mer: { value: 1.64, numerator: [eur(41)], denominator: [eur(25)] },
    mer_cost_share: { value: 25 / 41 },
    cac: { value: [eur(14.45)], numerator: [eur(28.9)], denominator: 2 },
    cac_new: { value: [eur(10)], numerator: [eur(20)], denominator: 2 },
    // With Ben's order it had earned its cost, before the refund.
    break_even_at: { value: expect.stringMatching(day), unit: "time", note: expect.stringContaining("below 0 again") },
  });
  const traced = await hub.get<Lineage>(`/v1/shows/${show}/metrics/contribution/lineage`);
  expect(traced).toMatchObject({ figure: { value: [eur(-1.9)] }, sides: [{ side: "value", rows: 3 }] });
  expect(traced.queries.map(({ name }) => name)).toContain("show-result/money");
  const partly = await hub.get<Lineage>(`/v1/shows/${show}/metrics/contribution/lineage?platform=native`);
  expect(partly).toMatchObject({ figure: { value: null }, sides: [{ rows: 0 }] });
  const rows = await hub.get<{ data: { id: string }[] }>(`/v1/shows/${show}/metrics/roas/lineage/rows?limit=9`);
  expect(rows.data.map(({ id }) => id).sort()).toEqual(["a", "b", "back"]);

  // Of a part of a show, or a platform, nobody knows what it cost; without costs nobody knows what was left.
  const part = await hub.get<ShowMetrics>(`/v1/shows/${show}/metrics?platform=native`);
  expect(part.metrics).toMatchObject({ orders: { value: 2 }, contribution: { value: null } });
  const other = await idOf("/v1/shows", { title: "Given away", currency: "EUR" });
  await send({
    ...purchase("c", { actor: "ann", ...eur(5), items: [{ item: "plate", quantity: 1 }] }),
    subject: other,
  });
  expect((await hub.get<ShowMetrics>(`/v1/shows/${other}/metrics`)).metrics).toMatchObject({
    orders: { value: 1 },
    roas: { value: null, numerator: [eur(5)], denominator: null },
    // A fee by rule is a cost, but none of marketing.
    mer_cost_share: { value: null },
    contribution: { value: [eur(4.1)], note: "without the goods cost of 1 unit, which nobody entered" },
  });
});

test("what a show cost is no loss where nobody tells what it sold", async () => {
  const silent = await idOf("/v1/shows", { title: "Elsewhere", currency: "EUR" });
  await hub.post(`/v1/campaigns/${campaign}/costs`, { day, kind: "ads", ...eur(20), show: silent });
  await send({
    id: "chat",
    type: "chat_message",
    subject: silent,
    data: { platform: "youtube", actor: "a", text: "hi" },
  });
  expect((await hub.get<ShowMetrics>(`/v1/shows/${silent}/metrics`)).metrics).toMatchObject({
    gmv_paid: { value: null },
    roas: { value: null, note: "nobody tells of its orders" },
    contribution: { value: null },
  });
});

test("a show earns its cost back at the moment of an order", async () => {
  const other = await idOf("/v1/shows", { title: "Plates", currency: "EUR" });
  await hub.post(`/v1/campaigns/${campaign}/costs`, { day, kind: "ads", ...eur(5), show: other });
  const at = (second: number) => `${day}T00:00:0${second}.000Z`;
  const sold = (order: string, second: number) => ({
    ...purchase(order, { platform: "shopify", ...eur(3) }),
    subject: other,
    time: at(second),
  });
  await send(sold("p1", 1), sold("p2", 2), sold("p3", 3));
  expect((await hub.get<ShowMetrics>(`/v1/shows/${other}/metrics`)).metrics.break_even_at?.value).toBe(at(2));
});
