import { statfs } from "node:fs/promises";

const LOOK_EVERY_MILLISECONDS = 1000;

/** Keeps an eye on how much room the journal's disk has. */
export class Disk {
  readonly #directory: string;
  readonly #reserveBytes: number;
  readonly #timer: NodeJS.Timeout;
  #freeBytes = Number.POSITIVE_INFINITY;

  private constructor(directory: string, reserveBytes: number) {
    this.#directory = directory;
    this.#reserveBytes = reserveBytes;
    this.#timer = setInterval(() => void this.look(), LOOK_EVERY_MILLISECONDS).unref();
  }

  static async watch(directory: string, reserveBytes: number): Promise<Disk> {
    const disk = new Disk(directory, reserveBytes);
    await disk.look();
    return disk;
  }

  /** Whether there is less room than the reserve. */
  get isNearlyFull(): boolean {
    return this.#freeBytes < this.#reserveBytes;
  }

  /** Whether old segments should make room before the reserve is touched. */
  get isGettingFull(): boolean {
    return this.#freeBytes < this.#reserveBytes * 4;
  }

  /** What unprivileged processes may still use; a disk that does not tell counts as it did before. */
  async look(): Promise<void> {
    const found = await statfs(this.#directory).catch(() => null);
    if (found !== null) this.#freeBytes = found.bavail * found.bsize;
  }

  close(): void {
    clearInterval(this.#timer);
  }
}
