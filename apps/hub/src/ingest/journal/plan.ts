import { type FileHandle, open, readFile } from "node:fs/promises";
import { crc32 } from "node:zlib";

/**
 * A piece of a segment that goes to ClickHouse as one insert per table. Its limits are on disk before it is sent, so
 * that after a crash the very same bytes go under the very same token.
 */
export interface Slice {
  start: number;
  end: number;
  /** `seq` of its first event, and of the first event behind it. */
  firstSeq: number;
  endSeq: number;
}

/** What a segment's plan says: slices in order, and up to where ClickHouse has confirmed them. */
export interface PlanContent {
  slices: Slice[];
  confirmedEnd: number;
  /** A line could not be read: a slice may have been sent that is not listed. */
  damaged: boolean;
}

/** The file beside a segment that says how it was cut and what of it is confirmed. */
export class Plan {
  readonly #file: FileHandle;

  private constructor(file: FileHandle) {
    this.#file = file;
  }

  static async open(path: string): Promise<Plan> {
    return new Plan(await open(path, "a"));
  }

  /** On disk when it resolves. */
  async add({ start, end, firstSeq, endSeq }: Slice): Promise<void> {
    await this.#file.appendFile(line(`slice ${start} ${end} ${firstSeq} ${endSeq}`));
    await this.#file.datasync();
  }

  /** Need not be on disk: without it the slice is sent again under its token, which changes nothing. */
  async confirm(end: number): Promise<void> {
    await this.#file.appendFile(line(`done ${end}`));
  }

  async close(): Promise<void> {
    await this.#file.close();
  }
}

/** Reads a plan. Lines that are damaged or cut off are left out; an absent plan is empty. */
export async function readPlan(path: string): Promise<PlanContent> {
  const text = await readFile(path, "latin1").catch((error: NodeJS.ErrnoException) => {
    if (error.code === "ENOENT") return "";
    throw error;
  });
  const plan: PlanContent = { slices: [], confirmedEnd: 0, damaged: false };
  for (const each of text.split("\n")) {
    const split = each.lastIndexOf(" ");
    const content = each.slice(0, split);
    if (each === "") continue;
    if (split < 0 || each.slice(split + 1) !== checksum(content)) {
      plan.damaged = true;
      continue;
    }
    const [word, ...numbers] = content.split(" ");
    const [start = 0, end = 0, firstSeq = 0, endSeq = 0] = numbers.map(Number);
    if (word === "slice") plan.slices.push({ start, end, firstSeq, endSeq });
    else if (word === "done") plan.confirmedEnd = Math.max(plan.confirmedEnd, start);
  }
  return plan;
}

// A line starts with an end of line too: one that was torn by a crash spoils only itself.
const line = (content: string) => `\n${content} ${checksum(content)}\n`;
const checksum = (content: string) => crc32(content).toString(16);
