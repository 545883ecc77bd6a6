import type { EventData } from "../event/index.ts";
import type { Happening } from "./normalise-message.ts";
import type { LiveChatSnippet } from "./resources.external.ts";

/**
 * A poll's events by its id and the revision of its tally. YouTube gives running totals (to the channel's owner
 * only), never single votes: `poll_tally` shows them while the poll is open, and one `poll_vote` for each option
 * carries its final count, so that votes add up.
 */
export function pollEvents(id: string, { pollDetails }: LiveChatSnippet): Happening[] {
  const question = pollDetails?.metadata?.questionText;
  const asked: EventData = question ? { text: question } : {};
  const options = (pollDetails?.metadata?.options ?? []).map(({ optionText, tally }) => ({
    text: optionText ?? "",
    votes: tally ? Number(tally) : undefined,
  }));
  const counted = options.flatMap(({ text, votes }, index) => (votes === undefined ? [] : [{ text, votes, index }]));
  const opened = { id: `${id}/opened`, type: "poll_opened", data: { ...asked, properties: choices(options) } };

  if (pollDetails?.status === "closed") {
    const votes = counted
      .filter((option) => option.votes > 0)
      .map((option) => ({
        id: `${id}/vote/${option.index}`,
        type: "poll_vote",
        data: { quantity: option.votes, text: option.text, properties: { poll: id } },
      }));
    return [...votes, { id: `${id}/closed`, type: "poll_closed", data: asked }];
  }
  if (counted.length === 0) return [opened];
  const tally = {
    id: `${id}/tally/${counted.map((option) => option.votes).join("-")}`,
    type: "poll_tally",
    data: {
      ...asked,
      value: counted.reduce((sum, option) => sum + option.votes, 0),
      properties: Object.fromEntries(counted.map((option) => [`votes${option.index + 1}`, option.votes])),
    },
  };
  return [opened, tally];
}

const choices = (options: readonly { text: string }[]) =>
  Object.fromEntries(options.map(({ text }, index) => [`option${index + 1}`, text]));
