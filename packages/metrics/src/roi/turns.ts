/** Work that pauses now and then, so that others get their turn where somebody lets them. */
export type InTurns<Answer> = Generator<undefined, Answer, undefined>;

/** Steps of such work between two pauses: a few milliseconds. */
export const STEPS_A_TURN = 500;

/** The whole work at once. */
export function atOnce<Answer>(work: InTurns<Answer>): Answer {
  for (;;) {
    const turn = work.next();
    if (turn.done) return turn.value;
  }
}
