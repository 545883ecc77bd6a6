/** Where the answer stands on the screen, for links to it. */
export const ANSWER = "answer";
