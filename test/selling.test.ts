import { afterAll, beforeAll, expect, test } from "vitest";
import { eur, type Selling, startSelling } from "./support/selling.ts";

let selling: Selling;
beforeAll(async () => {
  selling = await startSelling();
});
afterAll(() => selling.close());

const ask: Selling["ask"] = (...given) => selling.ask(...given);
const mug = { sku: "mug", title: "Mug", price: eur(12), cost: eur(4), stock: 40 };

test("a product keeps its price, cost and stock, to the micro", async () => {
  const price = { amountMicros: 9_007_199_254_740_991, currency: "JPY" };
  const made = await ask("POST", "/v1/products", { sku: "vase", title: "Vase", price, cost: eur(3.5), stock: 7 });
  expect(made.status).toBe(201);
  const { body } = await ask("GET", `/v1/products/${made.body.id}`);
  expect(body).toMatchObject({ sku: "vase", price, cost: eur(3.5), stock: 7, reserved: 0, image: null });
  const changed = await ask("PATCH", `/v1/products/${made.body.id}`, { cost: null, stock: 6 });
  expect(changed.body).toMatchObject({ price, cost: null, stock: 6 });
  expect((await ask("GET", "/v1/products?search=VAS")).body.data).toEqual([changed.body]);
});

test("a SKU is taken once, and free again when its product is deleted", async () => {
  const { body } = await ask("POST", "/v1/products", mug);
  const again = await ask("POST", "/v1/products", mug);
  expect(again).toMatchObject({ status: 409, body: { code: "sku_taken", errors: [{ pointer: "/sku" }] } });
  expect((await ask("POST", "/v1/products", mug, "other-owner")).status).toBe(201);
  expect((await ask("DELETE", `/v1/products/${body.id}`)).status).toBe(204);
  expect((await ask("GET", `/v1/products/${body.id}`)).status).toBe(404);
  const back = await ask("POST", "/v1/products", { ...mug, cost: undefined, stock: 3 });
  expect(back).toMatchObject({ status: 201, body: { id: body.id, stock: 3, cost: null } });
  await ask("DELETE", `/v1/products/${body.id}`);
  expect(await ask("POST", `/v1/products/${body.id}/restore`)).toMatchObject({ status: 200, body: { stock: 3 } });
});

test("faults of what is entered name the field", async () => {
  const faults: [string, object, string[]][] = [
    ["/v1/products", { ...mug, price: { amountMicros: 1.5, currency: "EUR" } }, ["/price/amountMicros"]],
    ["/v1/products", { ...mug, price: { amountMicros: -1, currency: "EUR" } }, ["/price/amountMicros"]],
    ["/v1/products", { ...mug, price: { amountMicros: 2 ** 53, currency: "EUR" } }, ["/price/amountMicros"]],
    ["/v1/products", { ...mug, price: 12 }, ["/price"]],
    ["/v1/products", { ...mug, sku: "a\u0000b" }, ["/sku"]],
    ["/v1/products", { ...mug, title: "  " }, ["/title"]],
    ["/v1/products", { ...mug, sku: "", stock: -1 }, ["/sku", "/stock"]],
    ["/v1/products", { ...mug, image: "javascript:alert(1)" }, ["/image"]],
    ["/v1/creators", { name: "Ana", commissionRate: 1.01 }, ["/commissionRate"]],
    ["/v1/campaigns", { name: "", budget: { amountMicros: 1, currency: "euro" } }, ["/name", "/budget/currency"]],
    ["/v1/campaigns", { name: "x", startsAt: "2026-11-02T00:00:00Z", endsAt: "2026-11-01T00:00:00Z" }, ["/endsAt"]],
    ["/v1/fx", { day: "2026-02-30", from: "EUR", to: "USD", rate: 0 }, ["/day", "/rate"]],
    ["/v1/fx", { day: "2026-02-20", from: "EUR", to: "EUR", rate: 1 }, ["/to"]],
    ["/v1/links", { target: "javascript:alert(1)" }, ["/target"]],
  ];
  for (const [url, body, pointers] of faults) {
    const answer = await ask("POST", url, body);
    expect(answer.status, `${url} ${JSON.stringify(body)}`).toBe(400);
    expect(answer.body.errors.map((fault: { pointer: string }) => fault.pointer)).toEqual(pointers);
  }
});

test("a creator's commission is changed, removed and brought back", async () => {
  const { body } = await ask("POST", "/v1/creators", { name: "Ana", commissionRate: 0.125, disclosure: "Paid" });
  expect(body).toMatchObject({ name: "Ana", commissionRate: 0.125, disclosure: "Paid" });
  const url = `/v1/creators/${body.id}`;
  expect((await ask("PATCH", url, { commissionRate: 0 })).body).toEqual({ ...body, commissionRate: 0 });
  expect((await ask("DELETE", url)).status).toBe(204);
  expect((await ask("PATCH", url, { name: "Bo" })).status).toBe(404);
  expect((await ask("GET", "/v1/creators")).body.data).toEqual([]);
  expect((await ask("POST", `${url}/restore`)).body.commissionRate).toBe(0);
  expect((await ask("GET", url)).status).toBe(200);
});

test("a rate of a day is replaced by a later word and keeps its digits", async () => {
  const rate = { day: "2026-11-20", from: "EUR", to: "USD" };
  await ask("POST", "/v1/fx", { ...rate, rate: 1.05 });
  expect((await ask("POST", "/v1/fx", { ...rate, rate: 1.0823 })).status).toBe(201);
  await ask("POST", "/v1/fx", { day: "2026-11-21", from: "VND", to: "BTC", rate: 4.1e-10 });
  expect((await ask("GET", "/v1/fx")).body.data).toEqual([
    { day: "2026-11-21", from: "VND", to: "BTC", rate: 4.1e-10 },
    { ...rate, rate: 1.0823 },
  ]);
  const kept = await selling.database.rate.findMany({ where: { workspaceId: "main" }, orderBy: { day: "asc" } });
  expect(kept.map((each) => each.rate.toFixed())).toEqual(["1.0823", "0.00000000041"]);
  expect((await ask("GET", "/v1/fx", undefined, "other-owner")).body.data).toEqual([]);
  expect((await ask("DELETE", "/v1/fx/2026-11-20/EUR/USD", undefined, "other-owner")).status).toBe(404);
  expect((await ask("DELETE", "/v1/fx/2026-11-20/EUR/USD")).status).toBe(204);
});

test("pages of a list follow each other without a gap or a repeat", async () => {
  for (let index = 0; index < 5; index += 1) {
    await ask("POST", "/v1/campaigns", { name: `Campaign ${index}` }, "other-owner");
  }
  const names: string[] = [];
  for (let cursor = ""; ; ) {
    const { body } = await ask("GET", `/v1/campaigns?limit=2${cursor}`, undefined, "other-owner");
    names.push(...body.data.map(({ name }: { name: string }) => name));
    if (body.nextCursor === null) break;
    cursor = `&cursor=${body.nextCursor}`;
  }
  expect(names).toEqual([4, 3, 2, 1, 0].map((index) => `Campaign ${index}`));
  expect((await ask("GET", "/v1/campaigns?cursor=WyJub25lIl0")).status).toBe(400);
});

test("what belongs to another workspace is neither shown, changed, removed nor referred to", async () => {
  const make = async (url: string, body: object) => (await ask("POST", url, body)).body;
  const product = await make("/v1/products", { ...mug, sku: "apart" });
  const creator = await make("/v1/creators", { name: "Cy", commissionRate: 0.1 });
  const campaign = await make("/v1/campaigns", { name: "Spring" });
  const cost = { day: "2026-11-01", kind: "ads", ...eur(10) };
  const { id: costId } = await make(`/v1/campaigns/${campaign.id}/costs`, cost);
  const deal = { title: "Deal", items: [{ product: product.id, price: eur(9) }], durationSeconds: 60, kind: "flash" };
  const offer = await make("/v1/offers", { ...deal, show: "show-of-main" });
  const link = await make("/v1/links", { target: "https://shop.test/" });

  const ids: Record<string, string> = {
    products: product.id,
    creators: creator.id,
    campaigns: campaign.id,
    offers: offer.id,
  };
  const guarded = selling.app.policies.filter(
    ({ url, method, policy }) => url.includes("/:") && policy !== "public" && method !== "HEAD",
  );
  expect(guarded.length).toBeGreaterThan(20);
  for (const { method, url } of guarded) {
    const kind = url.split("/")[2] ?? "";
    const path = url
      .replace(":id", ids[kind] ?? "none")
      .replace(":costId", costId)
      .replace(":code", link.code)
      .replace(":day/:from/:to", "2026-11-21/VND/BTC");
    const body =
      method === "PATCH" ? { name: "Mine now" } : url.endsWith("/costs") && method === "POST" ? cost : undefined;
    expect((await ask(method, path, body, "other-owner")).status, `${method} ${url}`).toBe(404);
  }
  const other = await ask("POST", "/v1/campaigns", { name: "Other's" }, "other-owner");
  const own = `/v1/campaigns/${other.body.id}/costs`;
  const references: [string, object, string][] = [
    [own, { ...cost, creator: creator.id }, "/creator"],
    [own, { ...cost, show: "show-of-main" }, "/show"],
    ["/v1/links", { target: "https://shop.test/", campaign: campaign.id }, "/campaign"],
    ["/v1/offers", { ...deal, show: "show-of-main" }, "/show"],
    ["/v1/offers", { ...deal, show: "show-of-other" }, "/items/0/product"],
  ];
  for (const [url, body, pointer] of references) {
    const answer = await ask("POST", url, body, "other-owner");
    expect(answer, `${url} ${pointer}`).toMatchObject({ status: 404, body: { errors: [{ pointer }] } });
  }
  const rows = [
    { ...cost, campaign: campaign.id },
    { ...cost, campaign: "Spring" },
  ];
  const bulk = await ask("POST", "/v1/costs/bulk", rows, "other-owner");
  expect(bulk.body.errors.map(({ line, pointer }: { line: number; pointer: string }) => [line, pointer])).toEqual([
    [1, "/campaign"],
    [2, "/campaign"],
  ]);
  expect((await ask("POST", "/v1/costs/undo", { ids: [costId] }, "other-owner")).body).toEqual({ changed: 0 });

  for (const list of ["products", "creators", "offers", "links"]) {
    const { data } = (await ask("GET", `/v1/${list}`, undefined, "other-owner")).body;
    const shown = data.map(({ id, code }: { id?: string; code?: string }) => id ?? code);
    expect(shown).not.toContain(ids[list] ?? link.code);
  }
  expect((await ask("GET", `/v1/campaigns/${campaign.id}`)).body.spent).toEqual([eur(10)]);
});

test("a viewer reads what a marketer plans; a moderator sees no figures; a host runs the own offers only", async () => {
  expect((await ask("GET", "/v1/products", undefined, "main-viewer")).status).toBe(200);
  expect((await ask("POST", "/v1/products", { ...mug, sku: "no" }, "main-viewer")).status).toBe(403);
  expect((await ask("POST", "/v1/products", { ...mug, sku: "yes" }, "main-marketer")).status).toBe(201);
  expect((await ask("GET", "/v1/campaigns", undefined, "main-moderator")).status).toBe(403);
  const { body } = await ask("GET", "/v1/offers");
  const url = `/v1/offers/${body.data[0]?.id}`;
  const refused = await ask("POST", `${url}/start`, undefined, "main-host");
  expect(refused).toMatchObject({ status: 403, body: { detail: "This show is run by Ana." } });
  await selling.database.show.update({ where: { id: "show-of-main" }, data: { host: "Host" } });
  expect((await ask("POST", `${url}/start`, undefined, "main-host")).status).toBe(200);
});
