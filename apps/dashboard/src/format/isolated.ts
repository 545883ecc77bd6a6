const RIGHT_TO_LEFT = /[\p{Script=Arabic}\p{Script=Hebrew}]/u;

/**
 * A name as part of a sentence of another script. Arabic, Persian and Hebrew run from right to left: without marks around
 * them, the figures and words beside them would go to their other side.
 */
export const isolated = (text: string): string => (RIGHT_TO_LEFT.test(text) ? `\u2068${text}\u2069` : text);

/** The text without those marks, for files. */
export const withoutMarks = (text: string): string => text.replace(/[\u2068\u2069]/g, "");
