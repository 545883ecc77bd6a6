/** How often YouTube is asked and how long it is waited for; all in milliseconds. */
export interface Pace {
  /** Deadline of one request: the library has none of its own. */
  call: number;
  /** Between two readings of viewers and likes: 1 quota unit each, so 2,880 of the 10,000 units of a day. */
  figures: number;
  /** Between two polls when the API names no interval. */
  poll: number;
  /** A gift whose combo has not grown for that long is final. */
  giftQuiet: number;
  /** Before the first, second, third… attempt to reopen a broken stream; after the last one it is polled. */
  reopen: readonly number[];
  /** A stream that neither answered nor failed for that long counts as open: a quiet chat sends nothing. */
  streamOpen: number;
  /** A stream silent for that long is reopened at its place; doubled each time that nothing had been missed. */
  streamSilence: number;
  streamSilenceMost: number;
  /** While polling for want of a stream: when to try the stream again. */
  streamAgain: number;
  /** What the chat still gets after the video is known to have ended. */
  lastMessages: number;
}

export const PACE: Pace = {
  call: 10_000,
  figures: 30_000,
  poll: 5_000,
  giftQuiet: 10_000,
  reopen: [500, 2_000, 5_000],
  streamOpen: 3_000,
  streamSilence: 30_000,
  streamSilenceMost: 600_000,
  streamAgain: 300_000,
  lastMessages: 15_000,
};
