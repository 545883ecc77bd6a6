import type { OfferPerformance } from "../../api/offers.ts";
import { FigureText } from "../../components/figure-text.tsx";
import { Panel } from "../../components/panel.tsx";
import type { Reading } from "../../format/metric.ts";
import { UNKNOWN } from "../../format/number.ts";
import { clockWithSeconds } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./offers.module.css";

const GROUPS = [
  {
    id: "earned",
    figures: ["revenue", "margin", "discount_given", "goods_cost", "refunds", "refund_rate", "regret"],
  },
  { id: "sold", figures: ["units", "stock", "sell_through", "seconds_to_sell_out", "last_30s_share", "missed_demand"] },
  { id: "way", figures: ["exposed", "impressions", "clicks", "carts", "orders"] },
] as const;

/** What cannot be said of a product that is not entered with its price and cost. */
const NEED_COST: ReadonlySet<string> = new Set(["margin", "goods_cost", "discount_given"]);

const READINGS: Partial<Record<string, Reading>> = {
  revenue: "money",
  margin: "money",
  discount_given: "money",
  goods_cost: "money",
  refunds: "money",
  refund_rate: "rate",
  sell_through: "rate",
  last_30s_share: "rate",
  seconds_to_sell_out: "seconds",
};

/** What the offer earned, how it sold, and the way to it; unknown figures say why. */
export function OfferFigures({ performance }: { performance: OfferPerformance }) {
  const { t, locale } = useWords();
  const soldOutAt = performance.sold_out_at.value;
  return (
    <div className={classes.groups}>
      {GROUPS.map(({ id, figures }) => (
        <Panel key={id} title={t(`offer.group.${id}`)}>
          <dl className={classes.figures}>
            {figures.map((figure) => {
              const { value, note } = performance[figure];
              return (
                <div key={figure} title={t(`offer.formula.${figure}`)}>
                  <dt>{t(`offer.figure.${figure}`)}</dt>
                  <dd>
                    <FigureText
                      value={value}
                      reading={READINGS[figure] ?? "count"}
                      whyUnknown={note ?? (NEED_COST.has(figure) ? t("offer.needsCost") : undefined)}
                    />
                  </dd>
                </div>
              );
            })}
            {id === "sold" && (
              <div title={t("offer.formula.sold_out_at")}>
                <dt>{t("offer.figure.sold_out_at")}</dt>
                <dd>{soldOutAt ? clockWithSeconds(soldOutAt, locale) : UNKNOWN}</dd>
              </div>
            )}
          </dl>
        </Panel>
      ))}
    </div>
  );
}
