import { existsSync } from "node:fs";
import { mkdir } from "node:fs/promises";
import { join } from "node:path";
import { type Browser, type BrowserContext, chromium, type Page } from "playwright-core";
import { afterAll, afterEach, beforeAll, describe, expect, test, vi } from "vitest";
import { generateShow as generateTikTok, startTikTokEmulator, type TikTokEmulator } from "./emulators/tiktok/index.ts";
import { startYouTubeEmulator, type YouTubeEmulator } from "./emulators/youtube/emulator.ts";
import { playShow } from "./emulators/youtube/play.ts";
import { generateShow as generateYouTube } from "./emulators/youtube/show.ts";
import { startTestHub, type TestHub } from "./support/hub.ts";

vi.setConfig({ testTimeout: 120_000, hookTimeout: 120_000 });

const executablePath = [process.env.CHROMIUM_PATH, "/usr/bin/chromium", "/usr/bin/google-chrome"].find(
  (path) => path && existsSync(path),
);
if (!executablePath) console.warn("skipped: the dashboard in a browser (no Chromium; set CHROMIUM_PATH)");

/** Pictures of what was tested, to be looked at. */
const PICTURES = join(import.meta.dirname, "artifacts");

describe.skipIf(!executablePath)("the dashboard in Chromium", () => {
  let tiktok: TikTokEmulator;
  let youtube: YouTubeEmulator;
  let hub: TestHub;
  let browser: Browser;
  let context: BrowserContext;
  let page: Page;
  const faults: string[] = [];

  beforeAll(async () => {
    await mkdir(PICTURES, { recursive: true });
    tiktok = await startTikTokEmulator();
    youtube = await startYouTubeEmulator({ grpc: false, pollingIntervalMillis: 400 });
    hub = await startTestHub({ ...tiktok.hubVariables, ...youtube.hubVariables });
    browser = await chromium.launch({
      executablePath: executablePath ?? "",
      args: ["--no-sandbox", "--disable-gpu", "--disable-background-networking", "--no-first-run"],
    });
    context = await browser.newContext({ viewport: { width: 1440, height: 1000 }, locale: "en-GB" });
    page = await context.newPage();
    page.setDefaultTimeout(30_000);
    page.on("pageerror", (error) => faults.push(error.message));
    page.on("request", (request) => {
      if (!request.url().startsWith(hub.address) && !request.url().startsWith("data:")) faults.push(request.url());
    });
  });

  afterAll(async () => {
    await browser?.close();
    await hub?.discard();
    await tiktok?.close();
    await youtube?.close();
  });

  afterEach(async ({ task }) => {
    if (task.result?.state === "fail") await picture(`failed ${task.name.slice(0, 30)}`);
  });

  const picture = (name: string) => page.screenshot({ path: join(PICTURES, `${name}.png`), fullPage: true });

  /** The text of the tile of a figure. */
  const tile = (name: string) => page.getByRole("button", { name: new RegExp(`^${name}`) }).first();

  test("a one-time link signs in; an empty installation says what to do", async () => {
    await page.goto(hub.address);
    await page.getByText("Sign in to Showpulse").waitFor();
    const { url } = await hub.post<{ url: string }>("/v1/sign-in-links");
    await page.goto(url);
    await page.getByText("Three ways to see your first show").waitFor();
    await picture("empty");
  });

  test("a TikTok handle and a YouTube link bring chat, figures and a timeline that move", async () => {
    const room = tiktok.room("brandhost").goLive();
    const video = youtube.addVideo("dQw4w9WgXcQ");
    const onTikTok = generateTikTok({ seed: 5, size: 900, startAt: Date.now(), every: 10 });
    const onYouTube = generateYouTube({ seed: 5, comments: 120 });

    await page.getByLabel("TikTok handle or YouTube link").fill("@brandhost");
    await page.getByRole("button", { name: "Connect", exact: true }).click();
    await page.waitForURL(/\/shows\/./);
    const sources = page.getByRole("region", { name: "Sources" });
    await sources.getByLabel("TikTok handle or YouTube link").fill("https://youtu.be/dQw4w9WgXcQ?si=x");
    await sources.getByRole("button", { name: "Connect", exact: true }).click();
    await sources.getByRole("button", { name: "Remove YouTube" }).waitFor();
    const show = new URL(page.url()).pathname.split("/").at(-1) ?? "";

    await vi.waitFor(async () => {
      const { data } = await hub.get<{ data: { state: string }[] }>(`/v1/shows/${show}/sources`);
      expect(data.map(({ state }) => state)).toEqual(["live", "live"]);
    }, 30_000);
    const playing = Promise.all([
      room.play(onTikTok, { messagesPerSecond: 90, duplicateRate: 0.2, end: false }),
      playShow(video, onYouTube, { speed: 6 }),
    ]);

    const chat = page.getByRole("region", { name: "Chat" }).getByRole("listitem");
    await chat.first().waitFor();
    const firstViewers = await vi.waitFor(async () => {
      const text = await tile("Viewers").textContent();
      expect(text).toMatch(/\d/);
      return text;
    }, 30_000);
    await vi.waitFor(async () => expect(await tile("Viewers").textContent()).not.toBe(firstViewers), 30_000);
    await page.getByRole("region", { name: "Timeline" }).locator(".recharts-surface").first().waitFor();
    await playing;
    await hub.post("/v1/flush");

    await vi.waitFor(async () => {
      const { byPlatform } = await hub.get<{ byPlatform: Record<string, Record<string, { value: number }>> }>(
        `/v1/shows/${show}/metrics`,
      );
      expect(byPlatform.tiktok?.comments?.value).toBe(onTikTok.truth.comments);
      expect(byPlatform.youtube?.comments?.value).toBe(onYouTube.truth.comments);
    }, 30_000);
  });

  test("a reload shows the same figures", async () => {
    const show = new URL(page.url()).pathname.split("/").at(-1) ?? "";
    const { metrics } = await hub.get<{ metrics: Record<string, { value: number }> }>(`/v1/shows/${show}/metrics`);
    const comments = page.getByRole("row", { name: /^Comments/ }).first();
    const shown = () =>
      vi.waitFor(
        async () => expect(await comments.textContent()).toContain(`Comments${metrics.comments?.value}`),
        30_000,
      );
    await shown();
    await page.reload();
    await shown();
    await picture("show-light");
  });

  test("every figure opens its definition, and that the events it comes from", async () => {
    await tile("Revenue").click();
    const dialog = page.getByRole("dialog");
    await dialog.getByText("Formula").waitFor();
    await dialog.getByRole("tab", { name: "Where it comes from" }).click();
    await dialog.getByRole("heading", { name: "What was asked" }).waitFor();
    await dialog.getByText("show-metrics/counts", { exact: true }).waitFor();
    await page.keyboard.press("Escape");
    await page.getByRole("dialog").waitFor({ state: "hidden" });
  });

  test("the sample show loads, plays and is gone with one press", async () => {
    const { show } = await hub.post<{ show: string }>("/v1/sample");
    await hub.post("/v1/sample/play");
    await page.goto(`${hub.address}/`);
    await page.getByText("Sample", { exact: true }).first().waitFor();
    await picture("wall");
    await page.goto(`${hub.address}/shows/${show}`);
    await page.getByText("Bought", { exact: true }).first().waitFor();
    const rules = page.getByRole("region", { name: "Whose rules?" });
    await rules.getByRole("row", { name: /^What did it sell\?/ }).waitFor();
    await rules.getByText("Bambuser", { exact: true }).first().click();
    await rules.getByText(/Takes the whole order/).waitFor();
    expect(new URL(page.url()).searchParams.get("rules")).toBe("bambuser");
    await page.getByRole("heading", { name: "Counts of the platforms" }).waitFor();
    await picture("sample-show");
    await page.goto(`${hub.address}/settings`);
    await page.getByRole("button", { name: "Remove all samples" }).click();
    // The question takes the focus: the keyboard alone answers it.
    await page.getByText("This removes every sample show").waitFor();
    await page.keyboard.press("Enter");
    await vi.waitFor(async () => {
      const { data } = await hub.get<{ data: { sample: boolean }[] }>("/v1/shows");
      expect(data.filter(({ sample }) => sample)).toEqual([]);
    }, 30_000);
  });

  test.each([
    ["dark", { colorScheme: "dark" as const, width: 1440 }],
    ["narrow", { colorScheme: "light" as const, width: 390 }],
  ])("%s: nothing is cut off", async (name, { colorScheme, width }) => {
    const { data } = await hub.get<{ data: { id: string }[] }>("/v1/shows");
    await page.emulateMedia({ colorScheme });
    await page.setViewportSize({ width, height: 900 });
    await page.goto(`${hub.address}/shows/${data[0]?.id}`);
    await tile("Viewers").waitFor();
    await page.getByRole("region", { name: "Timeline" }).locator(".recharts-surface").first().waitFor();
    const wider = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    expect(wider).toBe(0);
    await picture(name);
  });

  test("no script failed, and nothing was asked of anybody but the hub", () => {
    expect(faults).toEqual([]);
  });
});
