import { count, type Definition, figure, money, people, ratio } from "./define.ts";

const rates = [
  ["comment", "comments", "Comment"],
  ["question", "questions", "Question"],
  ["like", "likes", "Like"],
  ["share", "shares", "Share"],
  ["follow", "follows", "Follow"],
  ["subscribe", "subscribes", "Subscribe"],
  ["poll_vote", "poll_votes", "Poll vote"],
  ["gift", "gifts", "Gift"],
] as const;

/** What the audience did. */
export const social: Definition[] = [
  count("comments", "Comments", "chat messages, each once; deleted ones stay counted", "events"),
  count("questions", "Questions", "chat that asks (`?` of any script) and `question` events, each once", "events"),
  count(
    "likes",
    "Likes",
    "highest `like_total` seen (less its start where given), else Σ bursts; per platform",
    "units",
    {
      platformNames: [
        { platform: "tiktok", name: "likes", difference: "bursts alone undercount big rooms, so the total leads" },
        {
          platform: "youtube",
          name: "likes",
          difference: "the video's running total: it may hold likes from before the show",
        },
      ],
    },
  ),
  count("shares", "Shares", "`share` events", "events"),
  count("follows", "Follows", "`follow` events", "events"),
  count("subscribes", "Subscriptions", "`subscribe` events", "events"),
  count("poll_votes", "Poll votes", "Σ quantity of `poll_vote` events", "units"),
  count("product_pins", "Product pins", "`product_pinned` events", "events"),
  count("gifts", "Gifts", "`gift` events; a streak is one", "events"),
  count("gift_units", "Gift units", "Σ quantity of gifts", "units"),
  count("virtual_amount_diamond", "Diamonds", "Σ virtual amount of gifts in diamonds; never revenue", "diamond"),
  count("virtual_amount_jewel", "Jewels", "Σ virtual amount of gifts in jewels; never revenue", "jewel"),
  count("virtual_amount_bit", "Bits", "Σ virtual amount of gifts in bits; never revenue", "bit"),
  money("tips", "Tips", "Σ tip amounts", {
    platformNames: [{ platform: "youtube", name: "Super Chat, Super Stickers", difference: "before YouTube's share" }],
  }),
  people("chatters", "Chatters", "distinct actors with at least one chat message", {
    platformNames: [{ platform: "restream", name: "chatters", difference: "adds the platforms up" }],
  }),
  ...rates.map(([rate, of, name]) =>
    ratio(
      `${rate}_rate`,
      `${name} rate`,
      `${of} ÷ views`,
      { of, per: "views", samePlatforms: true },
      {
        platformNames: [
          { platform: "tiktok", name: `${rate} rate`, difference: "divides by views too: a rate may exceed 1" },
        ],
      },
    ),
  ),
  ...rates.map(([rate, of, name]) =>
    ratio(`${rate}_rate_per_viewer`, `${name}s per viewer`, `${of} ÷ viewers_unique`, { of, per: "viewers_unique" }),
  ),
  people("engaged_people", "Engaged people", "actors with any comment, like, share, follow, vote, gift or question"),
  ratio(
    "engagement_rate",
    "Engagement rate",
    "engaged people ÷ viewers_unique",
    { of: "engaged_people", per: "viewers_unique" },
    {
      platformNames: [
        { platform: "firework", name: "engagement rate", difference: "people, as here" },
        { platform: "skeepers", name: "engagement rate", difference: "people, as here" },
        { platform: "others", name: "engagement rate", difference: "actions ÷ views: may exceed 1" },
      ],
    },
  ),
  count("questions_answered", "Questions answered", "distinct questions with a `question_answered`", "events"),
  ratio("questions_answered_rate", "Questions answered, share", "answered ÷ asked", {
    of: "questions_answered",
    per: "questions",
  }),
  figure(
    "answer_seconds_median",
    "Median time to answer",
    "median of first answer − question, where the answer names its question (`properties.question` = its id)",
    "seconds",
    "duration",
    { live: false },
  ),
  figure(
    "poll_participation",
    "Poll participation",
    "voters ÷ unique viewers while open, Σ over the polls",
    "ratio",
    "ratio",
    { live: false },
  ),
  count("user_content", "User content", "messages, questions, clips and shares made by viewers", "events"),
  count("mentions", "Mentions", "chat messages that name the brand or a product (aliases per language)", "events", {
    live: false,
  }),
];
