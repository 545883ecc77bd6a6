import { existsSync } from "node:fs";
import { type Browser, chromium, type Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, test, vi } from "vitest";
import { type BorrowedHub, borrowHub } from "./support/hub.ts";

vi.setConfig({ testTimeout: 60_000, hookTimeout: 120_000 });

const executablePath = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path && existsSync(path),
);
if (!executablePath) console.warn("skipped: the dashboard by keyboard (no Chromium; set CHROMIUM_PATH)");

describe.skipIf(!executablePath)("the dashboard by keyboard, and as it is read aloud", () => {
  let hub: BorrowedHub;
  let browser: Browser;
  let page: Page;
  let show: string;

  beforeAll(async () => {
    hub = await borrowHub();
    ({ show } = await hub.post<{ show: string }>("/v1/sample"));
    await hub.post("/v1/flush");
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
    });
    const context = await browser.newContext({ viewport: { width: 390, height: 844 }, reducedMotion: "reduce" });
    page = await context.newPage();
    await context.request.post(`${hub.address}/v1/session`, { data: { key: hub.key } });
  });

  afterAll(async () => {
    await browser?.close();
  });

  const focused = () => page.evaluate(() => document.activeElement?.textContent);

  test("whoever checks pasted costs keeps their place, and comes back to where they came from", async () => {
    await page.goto(`${hub.address}/campaigns?tab=costs`);
    const paste = page.getByRole("button", { name: "Paste costs" });
    // It waits for the campaigns.
    await expect.poll(() => paste.isEnabled(), { timeout: 20_000 }).toBe(true);
    await paste.focus();
    await page.keyboard.press("Enter");
    await page.getByRole("dialog", { name: "Paste costs" }).waitFor();
    await page.keyboard.type("campaign,day,kind,amount,currency\nNobody's,2026-11-22,ads,12,EUR");
    await page.keyboard.press("Tab");
    await page.keyboard.press("Tab");
    expect(await focused()).toBe("Check");
    await page.keyboard.press("Enter");
    await page.getByRole("status").filter({ hasText: "Line 2, campaign" }).waitFor();
    await expect.poll(focused).toBe("Check");
    await page.keyboard.press("Escape");
    await expect.poll(focused).toBe("Paste costs");
  });

  test("what is wider than a phone, and the chat, can be scrolled without a pointer", async () => {
    await page.goto(`${hub.address}/shows/${show}`);
    const chat = page.getByRole("log", { name: "Chat" });
    await chat.getByRole("listitem").first().waitFor();
    await chat.focus();
    await page.keyboard.press("End");
    await expect.poll(() => chat.evaluate(({ scrollTop }) => scrollTop)).toBeGreaterThan(0);
    // What is still on its way may be what is wide.
    await expect.poll(() => page.locator("main .mantine-Skeleton-root").count()).toBe(0);
    const scrolled = () =>
      page.locator("main *").evaluateAll((all) =>
        all
          .filter((one) => getComputedStyle(one).overflowX === "auto" && one.scrollWidth > one.clientWidth)
          .filter((one) => !one.querySelector("a, button, input, select, [tabindex='0']"))
          .map((one) => (one as HTMLElement).tabIndex),
      );
    await expect.poll(async () => (await scrolled()).length).toBeGreaterThan(2);
    await expect.poll(async () => new Set(await scrolled())).toEqual(new Set([0]));
  });

  test("what a dialog's request was refused for is said once, in the dialog", async () => {
    await page.goto(`${hub.address}/shows`);
    const detail = "The stores are away; try again in a minute.";
    await page.route("**/v1/shows", (route) =>
      route.request().method() === "POST"
        ? route.fulfill({
            status: 409,
            contentType: "application/problem+json",
            body: JSON.stringify({ title: "Conflict", status: 409, detail }),
          })
        : route.continue(),
    );
    await page.getByRole("button", { name: "New show" }).first().click();
    const dialog = page.getByRole("dialog", { name: "New show" });
    await dialog.getByLabel("Title").fill("Refused");
    await page.keyboard.press("Enter");
    await dialog.getByRole("alert").filter({ hasText: detail }).waitFor();
    expect(await page.getByText(detail).count()).toBe(1);
    await page.unroute("**/v1/shows");
  });

  test("dialogs, links and screens have names", async () => {
    await page.goto(`${hub.address}/nowhere`);
    await page.getByRole("heading", { level: 1, name: "Nothing here" }).waitFor();
    await page.getByRole("link", { name: /^.+ Showpulse, to the wall$/ }).waitFor();
    await page.keyboard.press("/");
    await page.getByRole("dialog", { name: "Search and jump" }).waitFor();
  });
});
