import type { Draft } from "./draft.ts";
import type { RawPoll, RawPollOption } from "./messages.external.ts";
import { count, identifier, objects, text } from "./read.ts";

/**
 * A poll's events, by its id and the revision of its tally. TikTok gives running totals, never single votes:
 * `poll_tally` shows them while the poll is open, and one `poll_vote` for each option carries its final count, so
 * that votes add up.
 */
export function pollEvents(raw: RawPoll): Draft[] {
  const poll = identifier(raw.pollId);
  if (poll === undefined) return [];
  const title = text(raw.startContent?.title, 1024) ?? text(raw.pollBasicInfo?.title, 1024);
  const asked = title === undefined ? {} : { text: title };
  if (raw.endContent) {
    const votes = objects(raw.endContent.optionList).flatMap((option) => finalCount(poll, option));
    return [...votes, { type: "poll_closed", id: `poll/${poll}/closed`, data: { ...asked, properties: { poll } } }];
  }
  if (raw.updateVotesContent) return tally(poll, objects(raw.updateVotesContent.optionList));
  if (!raw.startContent) return [];
  const choices = objects(raw.startContent.optionList).flatMap((option, index) => {
    const label = text(option.displayContent, 1024);
    return label === undefined ? [] : [[`option${index + 1}`, label]];
  });
  const properties = { poll, ...Object.fromEntries(choices.slice(0, 32)) };
  return [{ type: "poll_opened", id: `poll/${poll}/opened`, data: { ...asked, properties } }];
}

function finalCount(poll: string, { votes, displayContent, optionIdx }: RawPollOption): Draft[] {
  const quantity = count(votes);
  if (quantity === 0) return [];
  const label = text(displayContent, 1024);
  const id = `poll/${poll}/vote/${count(optionIdx)}`;
  return [{ type: "poll_vote", id, data: { quantity, ...(label && { text: label }), properties: { poll } } }];
}

function tally(poll: string, options: readonly RawPollOption[]): Draft[] {
  const votes = options.map((option) => count(option.votes));
  const value = votes.reduce((sum, option) => sum + option, 0);
  const perOption = Object.fromEntries(votes.slice(0, 32).map((option, index) => [`votes${index + 1}`, option]));
  return [
    {
      type: "poll_tally",
      id: `poll/${poll}/tally/${votes.join("-")}`,
      data: { value, properties: { poll, ...perOption } },
    },
  ];
}
