import { afterAll, beforeAll, expect, test } from "vitest";
import { eur, type Selling, startSelling } from "./support/selling.ts";

let selling: Selling;
let spring: string;
let creator: string;

beforeAll(async () => {
  selling = await startSelling();
  spring = (await selling.ask("POST", "/v1/campaigns", { name: "Spring", budget: eur(1000) })).body.id;
  creator = (await selling.ask("POST", "/v1/creators", { name: "Ana", commissionRate: 0.1 })).body.id;
});
afterAll(() => selling.close());

const ask: Selling["ask"] = (...given) => selling.ask(...given);
const spent = async (campaign: string) => (await ask("GET", `/v1/campaigns/${campaign}`)).body.spent;
const newCampaign = async (name: string): Promise<string> => (await ask("POST", "/v1/campaigns", { name })).body.id;
const ads = { day: "2026-11-01", kind: "ads", ...eur(10) };

test("a cost is entered, undone and brought back; what was spent follows, per currency", async () => {
  const campaign = await newCampaign("One by one");
  const url = `/v1/campaigns/${campaign}/costs`;
  const { status, body } = await ask("POST", url, { ...ads, platform: "tiktok", creator, show: "show-of-main" });
  expect(status).toBe(201);
  expect(body).toMatchObject({ ...ads, campaign, platform: "tiktok", creator, show: "show-of-main", deletedAt: null });
  await ask("POST", url, { ...ads, amountMicros: 1 });
  await ask("POST", url, { ...ads, currency: "USD" });
  expect(await spent(campaign)).toEqual([
    { amountMicros: 10_000_001, currency: "EUR" },
    { amountMicros: 10_000_000, currency: "USD" },
  ]);
  expect((await ask("DELETE", `${url}/${body.id}`)).status).toBe(204);
  expect((await spent(campaign))[0]?.amountMicros).toBe(1);
  expect((await ask("GET", url)).body.data).toHaveLength(2);
  expect((await ask("GET", `${url}?deleted=true`)).body.data).toMatchObject([{ id: body.id }]);
  expect((await ask("POST", `${url}/${body.id}/restore`)).body).toEqual(body);
  expect((await spent(campaign))[0]?.amountMicros).toBe(10_000_001);
});

test("a campaign takes its costs with it and brings them back, without those that were undone before", async () => {
  const campaign = await newCampaign("Gone");
  const url = `/v1/campaigns/${campaign}/costs`;
  const undone = (await ask("POST", url, ads)).body.id;
  await ask("POST", url, { ...ads, amountMicros: 7 });
  await ask("DELETE", `${url}/${undone}`);
  expect((await ask("DELETE", `/v1/campaigns/${campaign}`)).status).toBe(204);
  expect((await ask("GET", `/v1/campaigns/${campaign}`)).status).toBe(404);
  expect((await ask("POST", url, ads)).status).toBe(404);
  expect(await selling.database.cost.count({ where: { campaignId: campaign, deletedAt: null } })).toBe(0);
  const { body } = await ask("POST", `/v1/campaigns/${campaign}/restore`);
  expect(body.spent).toEqual([{ amountMicros: 7, currency: "EUR" }]);
});

test("faults of a cost name the field", async () => {
  const wrong = { day: "2026-13-01", kind: "bribe", amountMicros: "10", currency: "eur" };
  const { status, body } = await ask("POST", `/v1/campaigns/${spring}/costs`, wrong);
  expect(status).toBe(400);
  const pointers = body.errors.map(({ pointer }: { pointer: string }) => pointer);
  expect(pointers.sort()).toEqual(["/amountMicros", "/currency", "/day", "/kind"]);
});

test("costs pasted from a spreadsheet or a file become entries, campaigns and creators by name or id", async () => {
  const campaign = await newCampaign("Summer");
  const pasted: [string, string][] = [
    [",", '\uFEFFDay,Campaign,Kind,Amount,Currency,Creator\r\n2026-06-01,"summer",ads,12.345678,EUR,ana\r\n'],
    [";", `day;campaign;kind;amountMicros;currency\n\n2026-06-02;${campaign};host_fee;5;EUR\n`],
    ["tab", "day\tcampaign\tkind\tamount\tcurrency\tcreator\n2026-06-03\tSummer\tother\t0.1\tUSD\t\n"],
  ];
  for (const [name, csv] of pasted) {
    const { status, body } = await ask("POST", "/v1/costs/bulk", csv);
    expect(status, `${name}: ${JSON.stringify(body)}`).toBe(201);
    expect(body).toMatchObject({ rows: 1, created: 1, repeats: [], errors: [] });
  }
  expect(await spent(campaign)).toEqual([
    { amountMicros: 12_345_683, currency: "EUR" },
    { amountMicros: 100_000, currency: "USD" },
  ]);
  const { data } = (await ask("GET", `/v1/campaigns/${campaign}/costs`)).body;
  expect(data.map((cost: { creator: string | null }) => cost.creator)).toEqual([null, null, creator]);
});

test("a dry run names each row's fault with its line and changes nothing; one wrong row keeps all of them out", async () => {
  const campaign = await newCampaign("All or nothing");
  const csv = [
    "campaign,day,kind,amount,currency",
    "All or nothing,2026-06-01,ads,10,EUR",
    "All or nothing,2026-06-31,ads,10,EUR",
    "Nowhere,2026-06-02,ads,10,EUR",
    'All or nothing,2026-06-02,ads,"1,50",EUR',
    "All or nothing,2026-06-02,ads,,EUR",
  ].join("\n");
  const expected = [
    [3, "/day"],
    [4, "/campaign"],
    [5, "/amount"],
    [6, "/amountMicros"],
  ];
  const faults = (errors: { line: number; pointer: string }[]) => errors.map(({ line, pointer }) => [line, pointer]);
  const dry = await ask("POST", "/v1/costs/bulk?dryRun=true", csv);
  expect(dry.status).toBe(200);
  expect(dry.body).toMatchObject({ dryRun: true, rows: 5, created: 1 });
  expect(faults(dry.body.errors)).toEqual(expected);
  const real = await ask("POST", "/v1/costs/bulk", csv);
  expect(real).toMatchObject({ status: 400, body: { code: "faulty_rows" } });
  expect(faults(real.body.errors)).toEqual(expected);
  expect(real.body.errors[2]?.detail).toMatch(/^line 5: "1,50" is not a decimal number/);
  const good = csv.split("\n").slice(0, 2).join("\n");
  expect((await ask("POST", "/v1/costs/bulk?dryRun=true", good)).body.errors).toEqual([]);
  expect(await spent(campaign)).toEqual([]);
});

test("what is pasted a second time is pointed out", async () => {
  const campaign = await newCampaign("Twice");
  const rows = [
    { ...ads, campaign },
    { ...ads, campaign, day: "2026-11-02" },
  ];
  await ask("POST", "/v1/costs/bulk", [rows[0]]);
  const { body } = await ask("POST", "/v1/costs/bulk?dryRun=true", [...rows, rows[1]]);
  expect(body.repeats).toEqual([1, 3]);
});

test("a paste is undone and redone as one", async () => {
  const campaign = await newCampaign("Undone");
  const { body } = await ask("POST", "/v1/costs/bulk", [
    { ...ads, campaign },
    { ...ads, campaign, kind: "shipping" },
  ]);
  expect((await ask("POST", "/v1/costs/undo", { ids: body.createdIds })).body).toEqual({ changed: 2 });
  expect(await spent(campaign)).toEqual([]);
  expect((await ask("POST", "/v1/costs/redo", { ids: body.createdIds })).body).toEqual({ changed: 2 });
  expect(await spent(campaign)).toEqual([eur(20)]);
});

test("as many rows as one body may hold are taken in at once, to the micro", async () => {
  const campaign = await newCampaign("Large");
  const rows = Array.from({ length: 5000 }, (_, index) => ({ ...ads, campaign, amountMicros: 1_000_001 + index }));
  expect(await ask("POST", "/v1/costs/bulk", rows)).toMatchObject({ status: 201, body: { created: 5000 } });
  expect(await spent(campaign)).toEqual([{ amountMicros: 5_012_502_500, currency: "EUR" }]);
});

test("what is no table is refused in plain words", async () => {
  const refused: [unknown, RegExp][] = [
    ["", /no rows/],
    ["campaign,day\n", /no rows/],
    [[], /no rows/],
    [{ campaign: spring }, /must be an array of rows, or CSV/],
    ["campaign,date\nSpring,2026-01-01\n", /Line 1: "date" is no column/],
    ['campaign,day\nSpring,"2026\n', /cannot be read/],
    ["campaign,day\nSpring\n", /line 2/],
  ];
  for (const [body, detail] of refused) {
    const answer = await ask("POST", "/v1/costs/bulk?dryRun=true", body);
    expect(answer.status, `for ${JSON.stringify(body)}`).toBe(400);
    expect(answer.body.detail).toMatch(detail);
  }
  const many = Array.from({ length: 5001 }, () => ({}));
  expect((await ask("POST", "/v1/costs/bulk", many)).status).toBe(413);
});

test("products pasted: a known SKU is brought up to date, a new one is made, a wrong row keeps all out", async () => {
  await ask("POST", "/v1/products", { sku: "known", title: "Old", price: eur(5), cost: eur(2), stock: 1 });
  const csv = (rows: string[]) => ["sku,title,price,currency,cost,stock,image", ...rows].join("\n");
  const good = ["known,New,6.50,EUR,,9,", 'fresh,"Vase, blue",20,EUR,8.1,3,https://shop.test/vase.png'];
  const wrong = await ask("POST", "/v1/products/bulk", csv([...good, "fresh,Twice,1,EUR,,1,", "x,X,1,EUR,,1.5,"]));
  expect(wrong.status).toBe(400);
  expect(wrong.body.errors.map(({ line, pointer }: { line: number; pointer: string }) => [line, pointer])).toEqual([
    [4, "/sku"],
    [5, "/stock"],
  ]);
  const dry = await ask("POST", "/v1/products/bulk?dryRun=true", csv(good));
  expect(dry.body).toMatchObject({ rows: 2, created: 1, updated: 1, errors: [] });
  const done = await ask("POST", "/v1/products/bulk", csv(good));
  expect(done).toMatchObject({ status: 201, body: { created: 1, updated: 1 } });
  const { data } = (await ask("GET", "/v1/products")).body;
  expect(data).toHaveLength(2);
  expect(data.find(({ sku }: { sku: string }) => sku === "known")).toMatchObject({
    title: "New",
    price: eur(6.5),
    cost: eur(2),
    stock: 9,
  });
  expect(data.find(({ sku }: { sku: string }) => sku === "fresh")).toMatchObject({
    id: done.body.createdIds[0],
    title: "Vase, blue",
    cost: eur(8.1),
    image: "https://shop.test/vase.png",
  });
  const again = await ask("POST", "/v1/products/bulk", [{ sku: "fresh", title: "Vase", price: eur(1), stock: 0 }]);
  expect(again.body).toMatchObject({ created: 0, updated: 1 });
});
