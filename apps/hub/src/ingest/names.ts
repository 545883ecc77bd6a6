import type { AcceptedEvent } from "@showpulse/connectors/event";

const MOST_REMEMBERED = 50_000;

/** Display names on their way to a table of their own: a name goes there when it is new, not with every event. */
export class Names {
  readonly #known = new Map<string, string>();

  /** The row of `actor_names` that an event asks for, a line of JSONEachRow with its end; "" when there is no news. */
  lineFor({ workspace, seq, data: { platform, actor, actorName: name } }: AcceptedEvent): string {
    if (actor === undefined || name === undefined || name === "") return "";
    const person = `${workspace}\0${platform}\0${actor}`;
    if (this.#known.get(person) === name) return "";
    if (this.#known.size >= MOST_REMEMBERED) this.#known.clear();
    this.#known.set(person, name);
    return `${JSON.stringify({ workspace, platform, actor, name, seq })}\n`;
  }

  /** After a failed write nobody knows which names are on disk; writing one again does no harm. */
  forget(): void {
    this.#known.clear();
  }
}
