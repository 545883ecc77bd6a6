import { existsSync } from "node:fs";
import { mkdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type BorrowedHub, borrowHub } from "./support/hub.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const executablePath = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path && existsSync(path),
);
if (!executablePath) console.warn("skipped: the questions in a browser (no Chromium; set CHROMIUM_PATH)");

/** Pictures of what was tested, to be looked at. */
const PICTURES = join(import.meta.dirname, "artifacts");

describe.skipIf(!executablePath)("funnels, campaigns and offers in Chromium", () => {
  let hub: BorrowedHub;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    await mkdir(PICTURES, { recursive: true });
    hub = await borrowHub();
    await hub.post("/v1/sample");
    await hub.post("/v1/flush");
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
    });
    context = await browser.newContext({ viewport: { width: 1440, height: 1100 }, locale: "en-GB" });
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on("pageerror", (error) => faults.push(error.message));
    await context.request.post(`${hub.address}/v1/session`, { data: { key: hub.key } });
  });

  afterAll(async () => {
    await browser?.close();
  });

  const picture = (name: string) => page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });

  const events = () =>
    page
      .locator('input[aria-label^="Event of step"]')
      .evaluateAll((fields) => fields.map((field) => (field as HTMLInputElement).value));

  /** What the browser saves when a file of the chart is asked for. */
  async function exported(kind: RegExp): Promise<Buffer> {
    await page.getByRole("button", { name: "Export" }).first().click();
    const download = page.waitForEvent("download");
    await page.getByRole("menuitem", { name: kind }).click();
    return readFile(await (await download).path());
  }

  test("a funnel is built by keyboard and by drag, with an exclusion and a breakdown, saved and shared", async () => {
    await page.goto(`${hub.address}/funnels`);
    const second = page.getByRole("combobox", { name: "Event of step 2" });
    await second.fill("select_item");
    await second.press("Escape");
    const handle = (step: number) => page.getByRole("button", { name: `Move step ${step}`, exact: true });
    await handle(4).press("ArrowUp");
    await expect.poll(events).toEqual(["join", "select_item", "purchase", "add_to_cart"]);
    await handle(3).dragTo(page.getByRole("combobox", { name: "Event of step 4" }));
    await expect.poll(events).toEqual(["join", "select_item", "add_to_cart", "purchase"]);

    await page.getByRole("button", { name: "Exclude an event" }).click();
    await page.getByRole("combobox", { name: "Break down by" }).fill("platform");
    await page.keyboard.press("Escape");
    await page.getByRole("row", { name: /Show room/ }).waitFor();
    await page.getByRole("button", { name: "Save as…" }).click();
    await page.getByRole("dialog").getByLabel("Name").fill("Way to buy");
    await page.getByRole("dialog").getByRole("button", { name: "Save" }).click();
    await page.getByRole("button", { name: "Way to buy" }).waitFor();
    await expect.poll(() => new URL(page.url()).searchParams.has("saved")).toBe(true);

    const shared = await context.newPage();
    await shared.goto(page.url());
    await shared.getByRole("row", { name: /Show room/ }).waitFor();
    expect(await shared.getByRole("combobox", { name: "Excluded event 1" }).inputValue()).toBe("refund");
    await shared.close();
    await picture("funnel");
  });

  test("who dropped can be seen; the chart can be taken along as a picture and as a table", async () => {
    await page.getByRole("button", { name: /Who was lost before step 2/ }).click();
    await page.getByRole("dialog").getByRole("row").nth(5).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    await page.getByRole("button", { name: "Who reached step 1: native" }).click();
    await page.getByRole("button", { name: "More people" }).click();
    // Of the second hundred.
    await page.getByRole("dialog").getByRole("row").nth(150).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
    const png = await exported(/PNG/);
    expect(png.subarray(1, 4).toString()).toBe("PNG");
    expect(png.length).toBeGreaterThan(5_000);
    const [head, first] = (await exported(/CSV/)).toString().split("\r\n");
    expect(head).toMatch(/^Step,Count,/);
    expect(first).toMatch(/^1 join,\d+,1,1,/);
  });

  test("a funnel's trend as a file says of which interval each share is, how sure it is, and what it is a share of", async () => {
    const steps = [{ event: "join" }, { event: "view_item" }, { event: "purchase" }];
    const funnel = { steps, windowSeconds: 86_400, view: "trend", interval: "day", breakdown: { prop: "platform" } };
    await page.goto(`${hub.address}/funnels?${new URLSearchParams({ funnel: JSON.stringify(funnel) }).toString()}`);
    await page.getByText(/^Share that came from step 1 to step 3, per day/).waitFor();
    const [head, ...rows] = (await exported(/CSV/)).toString().split("\r\n");
    expect(head).toMatch(/^Day,tiktok: Share \(0–1\),"tiktok: 95 % interval, low \(0–1\)",.*,What it is$/);
    for (const row of rows)
      expect(row).toMatch(/^\d{4}-\d{2}-\d{2}T.*Z,.*,"Share that came from step 1 to step 3, per day/);
  });

  test("on a narrow screen a funnel's answer comes first, and stays in sight in short while one builds", async () => {
    const narrow = await context.newPage();
    await narrow.setViewportSize({ width: 390, height: 844 });
    await narrow.goto(`${hub.address}/funnels`);
    const answer = narrow.getByRole("region", { name: "Answer" });
    await answer.getByRole("row", { name: /^4 purchase/ }).waitFor();
    const top = async (of: typeof answer) => (await of.boundingBox())?.y ?? Number.POSITIVE_INFINITY;
    expect(await top(answer)).toBeLessThan(await top(narrow.getByRole("region", { name: "Steps" })));
    const summary = narrow.getByText(/^\d.*% came through: \d/);
    await narrow.getByRole("button", { name: "Exclude an event" }).scrollIntoViewIfNeeded();
    await expect.poll(() => top(summary)).toBeLessThan(120);
    await narrow.getByRole("link", { name: "To the answer" }).click();
    await expect.poll(() => top(answer)).toBeLessThan(120);
    expect(await top(answer)).toBeGreaterThan(0);
    await narrow.close();
  });

  test("costs are entered, checked before they are pasted, undone, and change the return on investment", async () => {
    await page.goto(`${hub.address}/campaigns?tab=costs`);
    const dialog = page.getByRole("dialog");
    await page.getByRole("button", { name: "New campaign" }).click();
    await dialog.getByLabel("Name").fill("Winter");
    await dialog.getByRole("button", { name: "Save" }).click();
    await page.getByRole("heading", { name: "Costs of Winter" }).waitFor();
    await page.getByRole("button", { name: "Add a cost" }).click();
    await dialog.getByLabel("Amount").fill("12.50");
    await dialog.getByLabel("Currency").fill("EUR");
    await dialog.getByRole("button", { name: "Add a cost" }).click();
    await page.getByRole("cell", { name: "€12.50" }).first().waitFor();
    await page.getByRole("button", { name: "Undo" }).click();
    await page.getByText("Nothing entered yet").waitFor();

    const day = new Date().toISOString().slice(0, 10);
    await page.getByRole("button", { name: "Paste costs" }).click();
    const table = dialog.getByLabel("Table");
    await table.fill(`campaign,day,kind,amount,currency\nWinter,${day},ads,10,EUR\nSummer,${day},ads,10,EUR`);
    await dialog.getByRole("button", { name: "Check" }).click();
    await dialog.getByText(/^Line 3, campaign/).waitFor();
    expect(await dialog.getByRole("button", { name: "Take in" }).isDisabled()).toBe(true);
    await table.fill(`campaign,day,kind,amount,currency\nWinter,${day},ads,250,EUR`);
    await dialog.getByRole("button", { name: "Check" }).click();
    await dialog.getByText("1 row would be added").waitFor();
    await dialog.getByRole("button", { name: "Take in" }).click();
    await page.getByRole("cell", { name: "€250.00" }).first().waitFor();

    await page.goto(`${hub.address}/campaigns`);
    await page.getByRole("row", { name: /^Winter.*€250.*-€250.*-100/ }).waitFor();
    await picture("roi");
  });

  test("a platform's fee by rule, the budget, and a creator's statement stand where they are looked for", async () => {
    await page.goto(`${hub.address}/campaigns?tab=costs`);
    const budget = page.getByRole("region", { name: "Budget of Winter" });
    await budget.getByText("€250.00").first().waitFor();
    await budget.getByRole("button", { name: "Spent: what it means" }).click();
    await page.getByRole("note").filter({ hasText: "typed in or pasted" }).waitFor();

    await page.goto(`${hub.address}/campaigns?tab=rates`);
    const fees = page.getByRole("region", { name: "Platform fees by rule" });
    await fees.getByLabel("Platform").selectOption("native");
    await fees.getByLabel("Name").fill("Payment");
    await fees.getByLabel("From (UTC)").fill("2020-01-01");
    await fees.getByLabel("Of net revenue").fill("1.4");
    await fees.getByRole("button", { name: "Add the rule" }).click();
    const rule = fees.getByRole("row", { name: /Payment.*1.4%/ });
    await rule.getByRole("button", { name: "Change Payment" }).click();
    await fees.getByLabel("Of net revenue").fill("2");
    await fees.getByRole("button", { name: "Save" }).click();
    await fees.getByRole("row", { name: /Payment.*2%/ }).waitFor();

    await hub.post("/v1/creators", { name: "Mia", commissionRate: 0.1, disclosure: null });
    await page.goto(`${hub.address}/campaigns?tab=people`);
    await page
      .getByRole("region", { name: "Commission statements" })
      .getByText(/^Mia, .* 10% of/)
      .waitFor();
  });

  test("a show's course to break-even is drawn, and can be taken along", async () => {
    const [show] = (await hub.get<{ data: { id: string }[] }>("/v1/shows")).data;
    const [campaign] = (await hub.get<{ data: { id: string }[] }>("/v1/campaigns")).data;
    const cost = { day: "2020-01-01", kind: "production", amountMicros: 5_000_000, currency: "EUR", show: show?.id };
    await hub.post(`/v1/campaigns/${campaign?.id}/costs`, cost);
    await page.goto(`${hub.address}/campaigns?tab=shows`);
    await page.getByRole("heading", { name: "Break-even" }).waitFor();
    expect((await exported(/PNG/)).length).toBeGreaterThan(5_000);
    expect((await exported(/CSV/)).toString()).toMatch(
      /^Time,"Amount \(Net revenue, EUR\)","Amount \(Contribution, EUR\)"/,
    );
    const settled = page.getByRole("region", { name: "Live estimate and settled truth" });
    await settled.getByRole("button", { name: "Refunds: what it means" }).click();
    await page.getByRole("note").filter({ hasText: "What came back of those orders" }).waitFor();
    await picture("break-even");
  });

  test("an offer is planned, started and stopped; its page says that there is too little data", async () => {
    await hub.post("/v1/products", {
      sku: "glow",
      title: "Glow serum",
      price: { amountMicros: 24_900_000, currency: "EUR" },
      stock: 50,
    });
    await page.goto(`${hub.address}/offers`);
    await page.getByRole("heading", { name: "Offers compared" }).waitFor();
    await page.getByRole("button", { name: "New offer" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Title").fill("Five off");
    await dialog.getByLabel("Products").first().click();
    await page.getByRole("option", { name: "Glow serum" }).click();
    await dialog.getByLabel("Title").click();
    await dialog.getByLabel("Price of Glow serum").fill("19.90");
    await dialog.getByRole("button", { name: "Plan the offer" }).click();
    await page.getByRole("button", { name: "Start Five off" }).click();
    await page.getByRole("button", { name: "Stop Five off" }).waitFor();
    await page.getByRole("link", { name: "Five off" }).click();
    await page.getByText("Too little data", { exact: true }).first().waitFor();
    await page.getByRole("button", { name: "Stop Five off" }).click();
    await page.getByRole("button", { name: "Stop Five off" }).waitFor({ state: "detached" });
    await picture("offer");
  });

  test("offers are compared side by side, and over a period by what they were", async () => {
    await page.goto(`${hub.address}/offers`);
    const offers = page.getByRole("region", { name: "Offers of this show" });
    const boxes = offers.getByRole("checkbox");
    await boxes.nth(0).check();
    await boxes.nth(1).check();
    await offers.getByRole("button", { name: "Compare 2" }).click();
    const table = page.getByRole("region", { name: "Side by side" });
    await table.getByRole("rowheader", { name: "Margin: what it means" }).waitFor();
    await expect.poll(() => table.getByRole("columnheader").count()).toBe(3);
    await picture("offers-compared");
    await page.getByRole("link", { name: "What worked" }).click();
    await page.getByRole("region", { name: "Offers of this period" }).getByRole("row").nth(3).waitFor();
    const bins = page.getByRole("region", { name: "Length" });
    await bins.getByText("Table", { exact: true }).click();
    await bins.getByRole("cell", { name: "2m – 5m" }).waitFor();
    await picture("offers-lab");
  });

  test("an experiment is refused when it is too short, registered, started and stopped", async () => {
    await page.goto(`${hub.address}/offers/experiments`);
    await page.getByRole("button", { name: "New experiment" }).click();
    const dialog = page.getByRole("dialog");
    await dialog.getByLabel("Title").fill("Serum for less");
    await dialog.getByLabel("Price while it is on").fill("19.90");
    await dialog.getByLabel("Blocks").fill("10");
    await dialog.getByRole("button", { name: "Register the experiment" }).click();
    await dialog.getByText(/12 blocks are needed/).waitFor();
    await dialog.getByLabel("Blocks").fill("12");
    await dialog.getByRole("button", { name: "Register the experiment" }).click();
    await page.getByRole("heading", { name: "Registered before it began" }).waitFor();
    await page.getByRole("button", { name: "Start Serum for less" }).click();
    await page.getByText(/^Block 1 runs/).waitFor();
    await picture("experiment");
    await page.getByRole("button", { name: "Stop", exact: true }).click();
    await page.getByRole("dialog").getByRole("button", { name: "Stop" }).click();
    await page.getByText("Too little data", { exact: true }).waitFor();
  });

  test("the audience: who came back, and hours that say when they know too little", async () => {
    await page.goto(`${hub.address}/audience?platform=native`);
    const cohorts = page.getByRole("grid", { name: /^People back week by week/ });
    await cohorts.getByRole("gridcell").first().focus();
    await page.keyboard.press("ArrowRight");
    await page.getByText(/ of \d+ who first came in the interval from .* were back 1 week later: /).waitFor();
    await page.getByText(/is the best hour that is known: .* 95 % interval/).waitFor();
    await picture("audience");
    const [head, first] = (await exported(/CSV/)).toString().split("\r\n");
    expect(head).toMatch(/^First,0,1,/);
    expect(first).toMatch(/,\d+,\d+/);
    expect((await exported(/PNG/)).length).toBeGreaterThan(5_000);

    const week = new Date(Date.now() - 8 * 86_400_000).toISOString().slice(0, 10);
    await page.goto(`${hub.address}/audience?from=${week}`);
    await page.getByText("Too little data: 2 of 4 shows.").waitFor();
    expect(await page.getByText("is the best hour that is known").count()).toBe(0);
  });

  test("products are ranked by what one asks for, with what each figure means, and can be taken along", async () => {
    await page.goto(`${hub.address}/audience`);
    const ranked = page.getByRole("region", { name: "Which products did best" });
    await ranked.getByRole("row", { name: /^All products/ }).waitFor();
    const column = (place: number) => ranked.locator(`tbody tr > :nth-child(${place})`).allTextContents();
    const byRevenue = await column(1);
    await ranked.getByRole("button", { name: "Most first: Units" }).click();
    await expect.poll(() => column(1), { timeout: 30_000 }).not.toEqual(byRevenue);
    const units = (await column(3)).map(Number);
    expect(units).toEqual(units.toSorted((a, b) => b - a));
    expect((await column(1)).toSorted()).toEqual(byRevenue.toSorted());
    await ranked.getByRole("button", { name: "Conversion: what it means" }).click();
    await page.getByRole("note").filter({ hasText: "Orders with it ÷ clicks on it" }).waitFor();
    const download = page.waitForEvent("download");
    await ranked.getByRole("button", { name: "CSV" }).click();
    const file = await readFile(await (await download).path(), "utf8");
    expect(file).toMatch(/^item,title,revenue EUR,units,orders,/);
    expect(file.split("\r\n")).toHaveLength(byRevenue.length + 2);
    await picture("products");
  });

  test("a period in which nothing was sold says so, and where to go on", async () => {
    await page.goto(`${hub.address}/audience?from=2020-01-01&to=2020-01-02`);
    const ranked = page.getByRole("region", { name: "Which products did best" });
    await ranked.getByText(/^No product was shown, clicked or sold in this period/).waitFor();
    expect(await ranked.getByRole("link").getAttribute("href")).toBe("/connections");
  });

  test("who may not see figures is led to what is theirs, and is told once where a screen is not", async () => {
    const { key } = await hub.post<{ key: string }>("/v1/keys", { name: "Chat", role: "moderator" });
    const moderator = await browser.newContext({ viewport: { width: 1440, height: 900 } });
    await moderator.request.post(`${hub.address}/v1/session`, { data: { key } });
    const screen = await moderator.newPage();
    await screen.goto(hub.address);
    await screen.getByRole("heading", { name: "Shows", exact: true }).waitFor();
    const led = screen.getByRole("navigation").getByRole("link");
    expect(await led.allTextContents()).toEqual(["Shows", "Settings"]);
    await screen.keyboard.press("/");
    await screen.getByRole("combobox").fill("e");
    await screen.getByRole("option", { name: "Settings" }).waitFor();
    expect(await screen.getByRole("option", { name: /Offers|Compare|Wall/ }).count()).toBe(0);

    for (const [address, title] of [
      ["/audience", "Audience"],
      ["/campaigns", "Campaigns"],
      ["/attribution", "Attribution"],
      ["/offers/lab", "Offers"],
    ]) {
      await screen.goto(hub.address + address);
      await screen.getByRole("heading", { name: title ?? "", exact: true }).waitFor();
      const note = screen.getByRole("note").filter({ hasText: "Not allowed with your role" });
      await note.waitFor();
      expect([await note.count(), await note.textContent()]).toEqual([
        1,
        expect.stringContaining("Ask an owner or admin"),
      ]);
      expect(await screen.getByRole("button", { name: "Try again" }).count()).toBe(0);
    }
    await moderator.close();
  });

  test("an address typed into the browser opens a page, also where there is nothing", async () => {
    await page.goto(`${hub.address}/products`);
    await page.getByRole("heading", { name: "Products", exact: true }).waitFor();
    await page.getByRole("region", { name: "Which products did best" }).getByRole("row").nth(2).waitFor();
    const nowhere = await page.goto(`${hub.address}/nowhere`);
    expect(nowhere?.status()).toBe(404);
    await page.getByText("There is nothing at this address").waitFor();
    await page.getByRole("link", { name: "To the wall", exact: true }).click();
    await page.getByRole("heading", { name: "Wall" }).waitFor();
  });

  test("a show whose figures cannot be had says that alone, and is there again when they can", async () => {
    const { data } = await hub.get<{ data: { id: string }[] }>("/v1/shows?limit=1");
    await page.route(/\/metrics(\?|$)/, (route) =>
      route.fulfill({
        status: 500,
        contentType: "application/problem+json",
        json: { type: "about:blank", title: "Internal Server Error", status: 500, detail: "It is in the hub's log." },
      }),
    );
    await page.goto(`${hub.address}/shows/${data[0]?.id}`);
    const alert = page.getByRole("alert").filter({ hasText: "It is in the hub's log." });
    await alert.waitFor();
    expect(await page.getByRole("region").count()).toBe(0);
    expect(await page.locator(".mantine-Skeleton-root").count()).toBe(0);
    await page.unroute(/\/metrics(\?|$)/);
    await alert.getByRole("button", { name: "Try again" }).click();
    await page.getByRole("region", { name: "Timeline" }).waitFor();
    expect(await alert.count()).toBe(0);
    await page.goto(`${hub.address}/shows/${data[0]?.id}?explain=conversion`);
    await page.getByRole("dialog").getByText("There is no figure called “conversion”").waitFor();
  });

  test("on a narrow screen the chosen part of the ledger lies within the strip", async () => {
    const narrow = await context.newPage();
    await narrow.setViewportSize({ width: 390, height: 844 });
    await narrow.goto(`${hub.address}/campaigns?tab=rates`);
    const chosen = narrow.getByText("Fees & rates", { exact: true });
    await chosen.waitFor();
    const right = async () => {
      const box = await chosen.boundingBox();
      return box ? box.x + box.width : Number.POSITIVE_INFINITY;
    };
    await expect.poll(right, { timeout: 30_000 }).toBeLessThanOrEqual(390);
    await narrow.close();
  });

  test("shows compared: the address carries what was chosen, and differences are so many and a share", async () => {
    await page.goto(`${hub.address}/compare`);
    const table = page.getByRole("region", { name: "Differences" });
    await table.getByRole("row", { name: /^Orders: what it means \d.*[+-]\d+.*%/ }).waitFor();
    await page.getByRole("textbox", { name: "First minutes only" }).fill("20");
    await table.getByRole("row", { name: /^Length: what it means 20m .*20m/ }).waitFor();
    await page.getByRole("combobox", { name: "Compared with" }).selectOption({ index: 1 });
    const shared = await context.newPage();
    await shared.goto(page.url());
    await shared
      .getByRole("region", { name: "Differences" })
      .getByRole("row", { name: /^Length: what it means 20m .*20m/ })
      .waitFor();
    expect(await shared.getByRole("combobox", { name: "Compared with" }).inputValue()).toBe(
      await page.getByRole("combobox", { name: "Compared with" }).inputValue(),
    );
    await shared.close();
    await picture("compare");
  });

  test("a show that is over says which moments mattered, and what it sold afterwards", async () => {
    const { data } = await hub.get<{ data: { id: string }[] }>("/v1/shows?limit=1");
    await page.goto(`${hub.address}/shows/${data[0]?.id}`);
    const moments = page.getByRole("region", { name: "Moments that mattered" });
    await moments.getByRole("row").nth(3).waitFor();
    expect(await moments.getByRole("row").count()).toBe(4);
    await moments.getByText("All", { exact: true }).click();
    await moments.getByRole("row").nth(8).waitFor();
    await page
      .getByRole("region", { name: "Sold after the show" })
      .getByRole("row", { name: /All orders/ })
      .waitFor();
  });

  test("nine models stand side by side, and the page threw no error on the way", async () => {
    await page.goto(`${hub.address}/attribution?groupBy=platform`);
    await page
      .getByRole("row", { name: /^All orders/ })
      .first()
      .waitFor();
    expect(await page.getByRole("columnheader", { name: /touch|Linear|Position|decay|Markov|Shapley/ }).count()).toBe(
      9,
    );
    await page
      .getByRole("region", { name: "Reconciliation" })
      .getByRole("row", { name: /Claimed by none/ })
      .waitFor();
    await picture("attribution");
    await page
      .getByRole("button", { name: /^Journey of / })
      .first()
      .click();
    await page
      .getByRole("dialog")
      .getByRole("row", { name: /purchase/ })
      .first()
      .waitFor();
    await page.keyboard.press("Escape");
    expect(faults).toEqual([]);
  });
});
