import { type Static, Type } from "typebox";
import { ATTRIBUTION_MODELS, Lookback, PeriodEnd } from "./attribution.ts";
import { Money } from "./metric.ts";

export const COST_KINDS = [
  "ads",
  "host_fee",
  "commission",
  "production",
  "platform_fee",
  "shipping",
  "discount",
  "other",
] as const;
export type CostKind = (typeof COST_KINDS)[number];

/** Spent to bring people to buy; what is left is the price of the sale itself. */
export const MARKETING_KINDS = ["ads", "host_fee", "commission", "production", "other"] as const satisfies CostKind[];

export const ROI_KEYS = ["campaign", "creator", "platform", "show"] as const;

export const RoiParams = Type.Object({
  from: PeriodEnd,
  to: PeriodEnd,
  timezone: Type.Optional(Type.String({ maxLength: 64 })),
  groupBy: Type.Enum(ROI_KEYS, { default: "campaign" }),
  model: Type.Enum(ATTRIBUTION_MODELS, { default: "last_non_direct" }),
  /** Before the order, inclusive; absent: 30 days. */
  lookbackSeconds: Type.Optional(Lookback),
  halfLifeSeconds: Type.Optional(Type.Number({ exclusiveMinimum: 0 })),
  /** What all is converted to where there are rates; absent: the currency of most orders, else of most costs. */
  currency: Type.Optional(Type.String({ pattern: "^[A-Z]{3}$" })),
});
export type RoiRequest = Static<typeof RoiParams>;

const Ratio = Type.Union([Type.Number(), Type.Null()]);
const MoneyOrNull = Type.Union([Money, Type.Null()]);

const figures = {
  /** Of all money of the row. */
  currency: Type.String(),
  /** Paid, before refunds. */
  revenue: Money,
  refunds: Money,
  netRevenue: Money,
  /** Of units that were not returned. */
  goodsCost: Money,
  costs: Type.Object({
    ads: Money,
    host_fee: Money,
    /** Typed in, and what creators get of the net revenue that is credited to them. */
    commission: Money,
    production: Money,
    /** Typed in, and what platforms keep by rule. */
    platform_fee: Money,
    shipping: Money,
    discount: Money,
    other: Money,
  }),
  /** Of these costs, what nobody typed in: creators' part, and what platforms keep by rule. */
  costsByRule: Type.Object({ commission: Money, platform_fee: Money }),
  allCosts: Money,
  /** Net revenue less goods and all costs. */
  contribution: Money,
  /** Contribution ÷ all costs; every ratio is `null` with nothing below the line. */
  roi: Ratio,
  /** Revenue ÷ ads. */
  roas: Ratio,
  /** Net revenue less goods ÷ ads. */
  poas: Ratio,
  /** Revenue ÷ marketing cost (all costs but platform fees, shipping and discounts); of the total: MER. */
  mer: Ratio,
  /** Marketing cost ÷ revenue: what others call MER. */
  merCostShare: Ratio,
  /** All costs ÷ buyers. */
  cac: MoneyOrNull,
  /** Ads ÷ new customers from paid. */
  cacNew: MoneyOrNull,
  /** Credited orders. */
  orders: Type.Number(),
  buyers: Type.Integer(),
  /** Buyers whose first order ever is among them. */
  newCustomers: Type.Integer(),
  /** Of those, the ones whose first order is credited to a key that ads were bought for. */
  newFromPaid: Type.Integer(),
  /** Revenue ÷ orders. */
  aov: MoneyOrNull,
  /** Units whose cost nobody gave: goods cost is without them. */
  unitsWithoutCost: Type.Integer(),
  /** Money that has no rate by its day stays in rows of its own currency; said in every row of the key. */
  missingRates: Type.Array(Type.Object({ from: Type.String(), to: Type.String(), day: Type.String() })),
};

export const RoiFigures = Type.Object(figures);
export type RoiFigures = Static<typeof RoiFigures>;

/** What earned its cost: `GET /v1/roi`. */
export const roi = {
  name: "roi",
  params: RoiParams,
  row: Type.Object({
    /** `(unattributed)` is what no key is credited with or charged for. */
    rows: Type.Array(Type.Object({ key: Type.String(), ...figures })),
    /** All orders and costs, each once, in the reporting currency. */
    total: RoiFigures,
    /** What has no rate to it, per currency. */
    otherTotals: Type.Array(RoiFigures),
  }),
};
export type RoiAnswer = Static<typeof roi.row>;
