import { afterAll, afterEach, beforeAll, expect, test } from "vitest";
import { PUBLIC_URL, type Selling, startSelling } from "./support/selling.ts";

let selling: Selling;
beforeAll(async () => {
  selling = await startSelling();
});
afterAll(() => selling.close());
afterEach(() => {
  selling.ingest.before = () => {};
});

const ask: Selling["ask"] = (...given) => selling.ask(...given);
const newLink = async (body: object): Promise<{ code: string }> => (await ask("POST", "/v1/links", body)).body;

/** A shopper's request: no key, a browser's headers. */
const follow = (code: string, headers: Record<string, string> = {}, method: "GET" | "HEAD" = "GET") =>
  selling.app.inject({ method, url: `/r/${code}`, headers });
const clicksOn = (code: string) => selling.ingest.events.filter(({ data }) => data.link === code);
const cookieOf = (reply: Awaited<ReturnType<typeof follow>>) => String(reply.headers["set-cookie"]);

test("a link leads on and records whose click it was, from where, and for which campaign, creator and show", async () => {
  const campaign = (await ask("POST", "/v1/campaigns", { name: "Spring" })).body.id;
  const creator = (await ask("POST", "/v1/creators", { name: "Ana", commissionRate: 0.1 })).body.id;
  const of = { campaign, creator, show: "show-of-main", platform: "tiktok" };
  const { status, body } = await ask("POST", "/v1/links", { target: "https://shop.test/mug?a=1&b=ü#x", ...of });
  expect(status).toBe(201);
  expect(body).toMatchObject({ ...of, url: `${PUBLIC_URL}/r/${body.code}` });
  expect(body.code).toMatch(/^[a-z2-9]{10}$/);

  const first = await follow(body.code, { referer: "https://m.tiktok.test/live" });
  expect(first.statusCode).toBe(302);
  expect(first.headers.location).toBe("https://shop.test/mug?a=1&b=%C3%BC#x");
  expect(first.headers["cache-control"]).toBe("no-store");
  expect(cookieOf(first)).toMatch(/^showpulse_shopper=[0-9a-f-]{36}; .*HttpOnly; SameSite=Lax$/);
  const shopper = cookieOf(first).slice(18, 54);
  await follow(body.code, { cookie: `showpulse_shopper=${shopper}` });

  const clicks = clicksOn(body.code);
  expect(clicks).toHaveLength(2);
  expect(clicks[0]).toMatchObject({
    workspace: "main",
    type: "link_click",
    show: "show-of-main",
    data: {
      platform: "tiktok",
      actor: shopper,
      session: shopper,
      campaign,
      creator,
      referrer: "https://m.tiktok.test/live",
    },
  });
  expect(clicks[1]?.data.actor).toBe(shopper);
  expect((await ask("GET", `/v1/links?campaign=${campaign}`)).body.data).toEqual([body]);
  expect((await ask("GET", "/v1/links?campaign=none")).body.data).toEqual([]);
});

test("a cookie that the hub did not write is replaced, not recorded", async () => {
  const { code } = await newLink({ target: "https://shop.test/" });
  const reply = await follow(code, { cookie: "showpulse_shopper=<script>" });
  expect(cookieOf(reply)).toMatch(/^showpulse_shopper=[0-9a-f-]{36};/);
  expect(clicksOn(code)[0]?.data.actor).toMatch(/^[0-9a-f-]{36}$/);
});

test("looking at the headers or loading ahead is no click", async () => {
  const { code } = await newLink({ target: "https://shop.test/" });
  expect((await follow(code, {}, "HEAD")).statusCode).toBe(302);
  expect((await follow(code, { "sec-purpose": "prefetch;prerender" })).statusCode).toBe(302);
  expect(clicksOn(code)).toEqual([]);
});

test("the shopper is led on although the click cannot be recorded, or not yet", async () => {
  const { code } = await newLink({ target: "https://shop.test/" });
  selling.ingest.before = () => {
    throw new Error("full");
  };
  expect((await follow(code)).statusCode).toBe(302);
  selling.ingest.before = () => new Promise(() => {});
  const startedAt = performance.now();
  expect((await follow(code)).statusCode).toBe(302);
  expect(performance.now() - startedAt).toBeLessThan(2000);
});

test("an unknown code shows a page, sets no cookie and repeats nothing of what was asked", async () => {
  for (const code of ["nothing", "<script>alert(1)<%2Fscript>"]) {
    const reply = await follow(encodeURI(code));
    expect(reply.statusCode).toBe(404);
    expect(reply.headers["content-type"]).toMatch(/^text\/html/);
    expect(reply.headers["set-cookie"]).toBeUndefined();
    expect(reply.body).toMatch(/leads nowhere/);
    expect(reply.body).not.toMatch(/alert/);
  }
});

test("a link leads to pages of the web only, and never out of its header", async () => {
  const refused = [
    "javascript:alert(1)",
    "data:text/html,x",
    "//shop.test",
    "/path",
    "https://shop.test@evil.test/",
    "",
  ];
  for (const target of refused) {
    expect((await ask("POST", "/v1/links", { target })).status, `to ${target}`).toBe(400);
  }
  const { code } = await newLink({ target: "https://shop.test/a\r\nset-cookie: x=1" });
  const reply = await follow(code);
  expect(reply.headers.location).toBe("https://shop.test/aset-cookie:%20x=1");
  await selling.database.link.update({ where: { code }, data: { target: "javascript:alert(1)" } });
  expect((await follow(code)).statusCode).toBe(404);
});

test("a link is drawn as a QR code, an image for its own workspace", async () => {
  const { code } = await newLink({ target: "https://shop.test/" });
  const { status, headers, text } = await ask("GET", `/v1/links/${code}/qr.svg`);
  expect(status).toBe(200);
  expect(headers["content-type"]).toMatch(/^image\/svg\+xml/);
  expect(text).toMatch(/^<svg xmlns="http:\/\/www.w3.org\/2000\/svg" viewBox="0 0 \d+ \d+">.*<\/svg>$/s);
  expect((await ask("GET", "/v1/links/none/qr.svg")).status).toBe(404);
});
