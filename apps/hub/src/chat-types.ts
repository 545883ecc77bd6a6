/** What people wrote, and what moderators did about it: all that a moderator sees. */
export const CHAT_TYPES: ReadonlySet<string> = new Set([
  "chat_message",
  "question",
  "question_answered",
  "chat_deleted",
  "user_banned",
]);
