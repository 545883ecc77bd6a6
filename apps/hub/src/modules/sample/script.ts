/** What the sample show is about: its products, offers, people and what they say. All of it is invented. */

/** Money per unit in millionths of a euro: what it is sold for, and what it costs the brand. */
export const PRODUCTS = [
  { sku: "sample-serum-30", name: "Rose serum 30 ml", priceMicros: 29_900_000, costMicros: 7_200_000 },
  { sku: "sample-mask-5", name: "Clay mask, set of 5", priceMicros: 18_500_000, costMicros: 4_100_000 },
  { sku: "sample-oil-100", name: "Argan oil 100 ml", priceMicros: 34_000_000, costMicros: 9_800_000 },
  { sku: "sample-brush-2", name: "Cleansing brush", priceMicros: 42_900_000, costMicros: 15_500_000 },
  { sku: "sample-balm-15", name: "Lip balm trio", priceMicros: 12_900_000, costMicros: 2_600_000 },
  { sku: "sample-gift-box", name: "Winter gift box", priceMicros: 79_000_000, costMicros: 31_000_000 },
] as const;

/** Who sends shoppers by a link of their own, and how many of those who come by a link come by it. */
export const CREATORS = [
  { name: "Maya", commissionRate: 0.12, disclosure: "Paid partnership", share: 0.5 },
  { name: "Darya", commissionRate: 0.08, disclosure: "Paid partnership", share: 0.25 },
] as const;

/** How many of the room's shoppers come by a tracked link; those whom no creator sent come from the newsletter. */
export const BY_LINK = 0.65;

/** How many of those who are there already follow a link before their next look, so that models of credit differ. */
export const CLICKS_AGAIN = 0.12;

/** What the sample campaign costs, in millionths of a euro. */
export const COSTS = [
  { kind: "ads", amountMicros: 1_150_000_000, platform: "tiktok" },
  { kind: "ads", amountMicros: 420_000_000, platform: "youtube" },
  { kind: "host_fee", amountMicros: 450_000_000, platform: null },
  { kind: "production", amountMicros: 680_000_000, platform: null },
  { kind: "shipping", amountMicros: 940_000_000, platform: "native" },
] as const;

/** Minute of the pin, which product, and the offer that runs with it, if any. */
export const RUNDOWN = [
  { minute: 3, product: 0 },
  { minute: 11, product: 1, offer: { id: "flash-mask", minutes: 4, stock: 120, discount: 0.25 } },
  { minute: 20, product: 2 },
  { minute: 28, product: 3, offer: { id: "flash-brush", minutes: 3, stock: 60, discount: 0.3 } },
  { minute: 38, product: 4 },
  { minute: 46, product: 5, offer: { id: "drop-box", minutes: 6, stock: 90, discount: 0.2 } },
  { minute: 55, product: 0 },
] as const;

export const NAMES = [
  "Lina",
  "Omar",
  "Sofia",
  "نور",
  "مریم",
  "Jonas",
  "Aiko",
  "Priya",
  "Mateo",
  "سارا",
  "Chloé",
  "Yusuf",
  "Emma",
  "علی",
  "Zoe",
  "Ben",
  "هدى",
  "Marta",
  "Noah",
  "رضا",
  "Ella",
  "Igor",
  "Amara",
  "Finn",
  "لیلا",
  "Ida",
  "Hugo",
  "Mina",
  "Tariq",
  "Vera",
] as const;

export const REMARKS = [
  "love this!",
  "🔥🔥🔥",
  "hello from Berlin",
  "مرحبا من دبي",
  "سلام از تهران",
  "the colour is beautiful",
  "just joined",
  "ordered two",
  "my skin loves it",
  "رائع جداً",
  "عالیه",
  "so pretty",
  "please show it closer",
  "best show this week",
  "bought it last time, still happy",
  "❤️",
  "that texture",
  "wow",
  "أحب هذا المنتج",
  "خیلی قشنگه",
  "hi everyone",
  "😍😍",
] as const;

export const QUESTIONS = [
  "is it okay for sensitive skin?",
  "do you ship to Austria?",
  "how long does one bottle last?",
  "هل يناسب البشرة الدهنية؟",
  "ارسال به ایران دارید؟",
  "what is the price again?",
  "is it vegan?",
  "can I use it every day?",
  "متى ينتهي العرض؟",
  "چند میل است؟",
  "which shade is she wearing?",
  "does the brush need batteries?",
] as const;
