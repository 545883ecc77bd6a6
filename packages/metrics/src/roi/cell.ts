import type { Money } from "../metric.ts";
import { COST_KINDS, type CostKind, MARKETING_KINDS, type RoiFigures } from "../roi.ts";
import type { MissingRate } from "./exchange-office.ts";

/** What is added up for one key in one currency; money in micros. */
export class RoiCell {
  revenue = 0;
  refunds = 0;
  goodsCost = 0;
  orders = 0;
  buyers = 0;
  #lastBuyer: object | undefined;
  newCustomers = 0;
  newFromPaid = 0;
  unitsWithoutCost = 0;
  /** What platforms keep by rule. */
  fees = 0;
  readonly costs = new Map<CostKind, number>();
  /** Net revenue that creators are paid by. */
  readonly creatorNet = new Map<string, number>();

  /** Counts a buyer once, however often it comes in a row. */
  addBuyer(buyer: object): void {
    if (this.#lastBuyer === buyer) return;
    this.#lastBuyer = buyer;
    this.buyers += 1;
  }

  addCost(kind: CostKind, amountMicros: number): void {
    this.costs.set(kind, (this.costs.get(kind) ?? 0) + amountMicros);
  }

  addCreatorNet(creator: string, amountMicros: number): void {
    this.creatorNet.set(creator, (this.creatorNet.get(creator) ?? 0) + amountMicros);
  }

  /** Creators' part of what is credited to them. */
  commission(commissionRates: ReadonlyMap<string, number>): number {
    return [...this.creatorNet].reduce(
      (sum, [creator, net]) => sum + Math.round(net * (commissionRates.get(creator) ?? 0)),
      0,
    );
  }

  /** @param commission creators' part, beside what was typed in */
  figures(currency: string, commission: number, missingRates: MissingRate[]): RoiFigures {
    const money = (amountMicros: number): Money => ({ amountMicros, currency });
    const byRule: Partial<Record<CostKind, number>> = { commission, platform_fee: this.fees };
    const micros = (kind: CostKind) => (this.costs.get(kind) ?? 0) + (byRule[kind] ?? 0);
    const sumOf = (kinds: readonly CostKind[]) => kinds.reduce((sum, kind) => sum + micros(kind), 0);
    const allCosts = sumOf(COST_KINDS);
    const marketing = sumOf(MARKETING_KINDS);
    const ads = micros("ads");
    const netRevenue = this.revenue - this.refunds;
    const gross = netRevenue - this.goodsCost;
    return {
      currency,
      revenue: money(this.revenue),
      refunds: money(this.refunds),
      netRevenue: money(netRevenue),
      goodsCost: money(this.goodsCost),
      costs: Object.fromEntries(COST_KINDS.map((kind) => [kind, money(micros(kind))])) as Record<CostKind, Money>,
      costsByRule: { commission: money(commission), platform_fee: money(this.fees) },
      allCosts: money(allCosts),
      contribution: money(gross - allCosts),
      roi: ratio(gross - allCosts, allCosts),
      roas: ratio(this.revenue, ads),
      poas: ratio(gross, ads),
      mer: ratio(this.revenue, marketing),
      merCostShare: ratio(marketing, this.revenue),
      cac: this.buyers === 0 ? null : money(Math.round(allCosts / this.buyers)),
      cacNew: this.newFromPaid === 0 || ads === 0 ? null : money(Math.round(ads / this.newFromPaid)),
      orders: this.orders,
      buyers: this.buyers,
      newCustomers: this.newCustomers,
      newFromPaid: this.newFromPaid,
      aov: this.orders === 0 ? null : money(Math.round(this.revenue / this.orders)),
      unitsWithoutCost: this.unitsWithoutCost,
      missingRates,
    };
  }
}

const ratio = (above: number, below: number): number | null => (below === 0 ? null : above / below);
