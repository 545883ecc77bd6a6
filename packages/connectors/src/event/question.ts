/** Chat that asks, in any script. The same rule stands in SQL where `events.asks` is filled. */
const ASKS = /[?؟？]/;

/** Whether a chat message asks something: it holds a question mark of any script. */
export const asksSomething = (text: string | undefined): boolean => text !== undefined && ASKS.test(text);
