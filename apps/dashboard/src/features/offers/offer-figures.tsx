import type { OfferPerformance } from "../../api/offers.ts";
import { FigureText } from "../../components/figure-text.tsx";
import { Panel } from "../../components/panel.tsx";
import { Term } from "../../components/term.tsx";
import { UNKNOWN } from "../../format/number.ts";
import { clockWithSeconds } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import { FIGURE_GROUPS, NEED_COST, readingOf } from "./figures.ts";
import classes from "./offers.module.css";

interface OfferFiguresProps {
  performance: OfferPerformance;
  /** The show's, in which a measured none is written. */
  currency: string | null | undefined;
}

/** What the offer earned, how it sold, and the way to it; unknown figures say why. */
export function OfferFigures({ performance, currency }: OfferFiguresProps) {
  const { t, locale } = useWords();
  const soldOutAt = performance.sold_out_at.value;
  return (
    <div className={classes.groups}>
      {FIGURE_GROUPS.map(({ id, figures }) => (
        <Panel key={id} title={t(`offer.group.${id}`)}>
          <dl className={classes.figures}>
            {figures.map((figure) => {
              const { value, note } = performance[figure];
              return (
                <div key={figure}>
                  <dt>
                    <Term word={t(`offer.figure.${figure}`)} formula={t(`offer.formula.${figure}`)} />
                  </dt>
                  <dd>
                    <FigureText
                      value={value}
                      reading={readingOf(figure)}
                      currency={currency}
                      whyUnknown={note ?? (NEED_COST.has(figure) ? t("offer.needsCost") : undefined)}
                    />
                  </dd>
                </div>
              );
            })}
            {id === "sold" && (
              <div>
                <dt>
                  <Term word={t("offer.figure.sold_out_at")} formula={t("offer.formula.sold_out_at")} />
                </dt>
                <dd>{soldOutAt ? clockWithSeconds(soldOutAt, locale) : UNKNOWN}</dd>
              </div>
            )}
          </dl>
        </Panel>
      ))}
    </div>
  );
}
