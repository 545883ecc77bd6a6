/** Question marks: Latin, Arabic, full-width; Spanish, Greek, Armenian, Ethiopic, small, doubled, reversed, Limbu, Coptic, Vai. */
const ASKS = /[?؟？¿\u037E\u055E\u1367\uFE56\u2047-\u2049\u203D\u2E2E\u1945\u2CFA\u2CFB\uA60F]/;

/** Whether a chat message asks something: it holds a question mark of any script. */
export const asksSomething = (text: string | undefined): boolean => text !== undefined && ASKS.test(text);
