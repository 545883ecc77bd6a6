import type { Truth as TikTokTruth } from "../emulators/tiktok/index.ts";
import type { YouTubeEmulator } from "../emulators/youtube/emulator.ts";
import type { Truth as YouTubeTruth } from "../emulators/youtube/show.ts";

/** What a show's figures must be, by metric id, from what the emulated TikTok knows to have happened. */
export const tiktokFigures = (truth: TikTokTruth) => ({
  comments: truth.comments,
  questions: truth.questions,
  gifts: truth.gifts,
  gift_units: truth.giftUnits,
  virtual_amount_diamond: truth.diamonds,
  likes: truth.likes,
  views: truth.joins,
  follows: truth.follows,
  shares: truth.shares,
  subscribes: truth.subscribes,
  viewers_peak: truth.peakViewers,
  product_pins: truth.pins,
});

/** The same of the emulated YouTube; what YouTube does not tell is unknown, not 0. */
export const youtubeFigures = (truth: YouTubeTruth) => ({
  comments: truth.comments,
  questions: truth.questions,
  chatters: truth.chatters,
  tips: Object.entries(truth.tipMicros)
    .map(([currency, amountMicros]) => ({ amountMicros, currency }))
    .sort((one, other) => one.currency.localeCompare(other.currency)),
  subscribes: truth.subscribes,
  gifts: truth.gifts,
  gift_units: truth.giftUnits,
  virtual_amount_jewel: truth.jewels,
  poll_votes: truth.pollVotes,
  viewers_peak: truth.viewersPeak,
  likes: truth.likes,
  views: null,
  follows: null,
  shares: null,
  product_pins: null,
});

/** How many requests of each kind YouTube has had. */
export const askedOf = ({ requests }: YouTubeEmulator) => ({
  streams: requests.streams.length,
  messages: requests.messages.length,
  videos: requests.videos.length,
});
