import { appendFile, mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { eventRow } from "@showpulse/metrics/server";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Journal } from "../apps/hub/src/ingest/journal/journal.ts";
import { Plan, readPlan } from "../apps/hub/src/ingest/journal/plan.ts";
import { emptyRecord, type RecordContent } from "../apps/hub/src/ingest/journal/record.ts";
import { describe as describeSegment, openSegment } from "../apps/hub/src/ingest/journal/segment.ts";
import { DEFAULT_LIMITS, type Failpoint, type Limits } from "../apps/hub/src/ingest/limits.ts";
import { eventsSince } from "../apps/hub/src/ingest/tail.ts";
import { cutSlice } from "../apps/hub/src/ingest/writer/slices.ts";
import { keptLog, temporaryFolder } from "./support/ingest.ts";

let folder: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  folder = await temporaryFolder({ inMemory: true });
});
afterEach(() => folder.remove());

const openJournal = (directory: string, limits: Partial<Limits> = {}, failpoint: Failpoint = () => {}) =>
  Journal.open({
    directory,
    limits: { ...DEFAULT_LIMITS, diskReserveBytes: 0, ...limits },
    now: Date.now,
    log: keptLog(),
    failpoint,
  });

function recordOf(journal: Journal, ids: readonly string[]): RecordContent {
  const firstSeq = journal.nextSeq;
  const time = Date.UTC(2026, 10, 21);
  const lines = ids.map((id, index) => {
    const event = {
      workspace: "w",
      show: "s",
      seq: firstSeq + index,
      time,
      receivedAt: time,
      skewed: false,
      id,
      source: "x",
      type: "join",
    };
    return `${eventRow({ ...event, data: { platform: "native" } })}\n`;
  });
  journal.nextSeq += ids.length;
  return {
    ...emptyRecord("taken"),
    firstSeq,
    eventCount: ids.length,
    firstLetter: journal.nextLetter,
    events: lines.join(""),
  };
}

const append = (journal: Journal, ids: readonly string[]) =>
  new Promise<void>((resolve, reject) =>
    journal.append({ records: [recordOf(journal, ids)], synced: resolve, failed: reject }),
  );

async function idsIn(journal: Journal): Promise<string[]> {
  const ids: string[] = [];
  for await (const { id } of eventsSince(journal, 0)) ids.push(id);
  return ids;
}

/** A journal of one segment with four records, never closed; answers where each record ends. */
async function fourRecords(directory: string): Promise<{ path: string; start: number; ends: number[] }> {
  const journal = await openJournal(directory);
  const start = journal.segments.at(-1)?.end ?? 0;
  const ends: number[] = [];
  for (const name of ["a", "b", "c", "d"]) {
    await append(journal, [name]);
    ends.push(journal.segments.at(-1)?.end ?? 0);
  }
  return { path: journal.segments.at(-1)?.path ?? "", start, ends };
}

describe("a journal that was not closed", () => {
  it("holds everything that was answered for, in order, and goes on counting", async () => {
    const journal = await openJournal(folder.path);
    await Promise.all([append(journal, ["1", "2"]), append(journal, ["3"])]);
    const again = await openJournal(folder.path);
    await append(again, ["4"]);
    expect(await idsIn(again)).toEqual(["1", "2", "3", "4"]);
    expect(again.nextSeq).toBe(5);
    expect(again.recovered?.clean).toBe(false);
    await again.close();
    expect((await openJournal(folder.path)).recovered?.clean).toBe(true);
  });

  it("starts when its last segment is cut at any byte; the records before the cut are whole", async () => {
    const { path, ends } = await fourRecords(join(folder.path, "first"));
    const whole = await readFile(path);
    const directory = join(folder.path, "cut");
    for (let length = whole.length; length >= 0; length -= 1) {
      await rm(directory, { recursive: true, force: true });
      await mkdir(directory);
      await writeFile(join(directory, path.slice(path.lastIndexOf("/") + 1)), whole.subarray(0, length));
      const journal = await openJournal(directory);
      const kept = ends.filter((end) => end <= length).length;
      const expected = ["a", "b", "c", "d"].slice(0, kept);
      expect(await idsIn(journal)).toEqual(expected);
      expect(journal.nextSeq).toBeGreaterThan(kept);
      await append(journal, ["later"]);
      expect(await idsIn(journal)).toEqual([...expected, "later"]);
      await journal.close();
    }
  }, 120_000);

  it("loses no more than the record that a flipped bit hits, and says which", async () => {
    const { path, start, ends } = await fourRecords(join(folder.path, "first"));
    const whole = await readFile(path);
    const directory = join(folder.path, "flipped");
    for (let round = 0; round < 1000; round += 1) {
      const bit = Math.floor(Math.random() * whole.length * 8);
      const damaged = Buffer.from(whole);
      damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
      await rm(directory, { recursive: true, force: true });
      await mkdir(directory);
      await writeFile(join(directory, path.slice(path.lastIndexOf("/") + 1)), damaged);
      const journal = await openJournal(directory);
      const hit = bit >> 3 < start ? -1 : ends.findIndex((end) => bit >> 3 < end);
      expect(await idsIn(journal)).toEqual(["a", "b", "c", "d"].filter((_, index) => index !== hit));
      expect(journal.nextSeq).toBeGreaterThan(4);
      const slice = await cutSlice(journal.segments[0] as (typeof journal.segments)[number], 0, 1e6);
      expect(slice?.damages).toHaveLength(1);
      expect(slice?.damages[0]?.reason).toMatch(/checksum|cut short|starts here/);
      await journal.close();
    }
  }, 120_000);
});

describe("segments", () => {
  it("follow one another by size, and events are found across them", async () => {
    const journal = await openJournal(folder.path, { segmentBytes: 400 });
    for (let index = 0; index < 20; index += 1) await append(journal, [`e${index}`]);
    expect(journal.segments.length).toBeGreaterThan(5);
    const ids = Array.from({ length: 20 }, (_, index) => `e${index}`);
    expect(await idsIn(journal)).toEqual(ids);
    const since: string[] = [];
    for await (const { id } of eventsSince(journal, 13)) since.push(id);
    expect(since).toEqual(ids.slice(13));
    await journal.close();
    expect(await idsIn(await openJournal(folder.path))).toEqual(ids);
  });

  it("are deleted once ClickHouse has had them for long enough, and positions go on", async () => {
    const journal = await openJournal(folder.path, { segmentBytes: 100, keepMilliseconds: 1000 });
    for (let index = 0; index < 5; index += 1) await append(journal, [`e${index}`]);
    const [first, second] = journal.segments;
    Object.assign(first ?? {}, { confirmedAt: Date.now() - 2000 });
    Object.assign(second ?? {}, { confirmedAt: Date.now() });
    await append(journal, ["last"]);
    await journal.settled();
    expect((await readdir(folder.path)).filter((name) => first?.path.endsWith(name))).toEqual([]);
    expect((await readdir(folder.path)).filter((name) => second?.path.endsWith(name))).toHaveLength(1);
    expect((await openJournal(folder.path)).nextSeq).toBe(7);
  });

  it("follow one another again after something failed once the next was there", async () => {
    let fails = false;
    const journal = await openJournal(folder.path, { segmentBytes: 1 }, (name) => {
      if (name !== "after-rotation" || !fails) return;
      fails = false;
      throw new Error("EIO: i/o error, close");
    });
    await append(journal, ["1"]);
    fails = true;
    await expect(append(journal, ["2"])).rejects.toMatchObject({ status: 503 });
    await append(journal, ["3"]);
    expect(await idsIn(journal)).toEqual(["1", "3"]);
    await journal.close();
    const again = await openJournal(folder.path);
    expect(await idsIn(again)).toEqual(["1", "3"]);
    expect(again.nextSeq).toBe(3);
    await again.close();
  });

  it("begin anew over one that could neither be written nor deleted, and over no other", async () => {
    const segment = describeSegment(folder.path, "0123456789ab", 1);
    const opened = { at: 0, boot: "one", firstSeq: 1, firstLetter: 1, previousEnd: 0 };
    await writeFile(segment.path, "x".repeat(1000));
    await expect(openSegment(folder.path, segment, opened, new Set())).rejects.toMatchObject({ code: "EEXIST" });
    const unfinished = new Set([segment.path]);
    await (await openSegment(folder.path, segment, opened, unfinished)).close();
    expect((await readFile(segment.path)).length).toBe(segment.end);
    expect(unfinished.size).toBe(0);
  });

  it("what was written but never answered for does not come back", async () => {
    const journal = await openJournal(folder.path);
    const { path, end: start } = journal.segments.at(-1) ?? { path: "", end: 0 };
    await append(journal, ["kept"]);
    const record = (await readFile(path)).subarray(start);
    const second = await openJournal(folder.path);
    // As after a failed sync: a whole record of the first segment that its successor does not count.
    await appendFile(path, record);
    await second.close();
    expect(await idsIn(await openJournal(folder.path))).toEqual(["kept"]);
  });
});

describe("an error", () => {
  it("of a write does not give away positions again that are taken elsewhere", async () => {
    let fails = true;
    const journal = await openJournal(folder.path, {}, (name) => {
      if (name !== "before-write" || !fails) return;
      fails = false;
      throw new Error("EIO: i/o error, write");
    });
    const refused = append(journal, ["1"]).catch((error: unknown) => error);
    journal.raiseSeq(1000);
    expect(await refused).toMatchObject({ status: 503 });
    expect(journal.nextSeq).toBe(1001);
    await journal.close();
  });

  it("after the sync undoes nothing", async () => {
    const journal = await openJournal(folder.path);
    const failed: unknown[] = [];
    const synced = () => {
      throw new Error("nobody thought of it");
    };
    journal.append({ records: [recordOf(journal, ["1"])], synced, failed: (error) => failed.push(error) });
    await append(journal, ["2"]);
    expect(failed).toEqual([]);
    expect(journal.nextSeq).toBe(3);
    expect(await idsIn(journal)).toEqual(["1", "2"]);
    await journal.close();
  });
});

describe("a plan", () => {
  it("is read back, whatever is torn or flipped in it", async () => {
    const path = join(folder.path, "one.plan");
    const plan = await Plan.open(path);
    const slices = [0, 1, 2].map((n) => ({ start: n * 10, end: n * 10 + 10, firstSeq: n, endSeq: n + 1 }));
    for (const slice of slices) await plan.add(slice);
    await plan.confirm(10);
    await plan.close();
    const whole = await readFile(path);
    expect(await readPlan(path)).toEqual({ slices, confirmedEnd: 10, damaged: false });
    for (let bit = 0; bit < whole.length * 8; bit += 1) {
      const damaged = Buffer.from(whole);
      damaged[bit >> 3] = (damaged[bit >> 3] as number) ^ (1 << (bit & 7));
      await writeFile(path, damaged);
      const read = await readPlan(path);
      for (const slice of read.slices) expect(slices).toContainEqual(slice);
      if (read.slices.length < 3 || read.confirmedEnd !== 10) expect(read.damaged).toBe(true);
    }
  });
});
