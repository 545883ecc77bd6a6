import type { RoiFigures } from "../../api/roi.ts";
import { Panel } from "../../components/panel.tsx";
import { compactMoney, exactMoney } from "../../format/money.ts";
import { compactNumber, compactPercent, exactNumber, exactPercent } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./campaigns.module.css";
import { Facts } from "./facts.tsx";

/** What marketing as a whole brought, and what a new customer cost. */
export function EfficiencyPanel({ row, caption }: { row: RoiFigures; caption: string }) {
  const { t, locale } = useWords();
  const { mer, merCostShare, cacNew, newFromPaid, costsByRule } = row;
  const facts = [
    {
      name: "mer" as const,
      text: mer === null ? null : t("roi.times", { ratio: compactNumber(mer, locale) }),
      exact: mer === null ? "" : exactNumber(mer, locale),
    },
    {
      name: "merCostShare" as const,
      text: merCostShare === null ? null : compactPercent(merCostShare, locale),
      exact: merCostShare === null ? "" : exactPercent(merCostShare, locale),
    },
    {
      name: "cacNew" as const,
      text: cacNew && compactMoney(cacNew, locale),
      exact: cacNew === null ? "" : exactMoney(cacNew, locale),
    },
    { name: "newFromPaid" as const, text: compactNumber(newFromPaid, locale), exact: exactNumber(newFromPaid, locale) },
  ];
  return (
    <Panel title={t("roi.efficiency")}>
      <div className={classes.stack}>
        <p className={classes.note}>{caption}</p>
        <Facts
          facts={facts.map(({ name, ...fact }) => ({
            ...fact,
            word: t(`roi.column.${name}`),
            formula: t(`roi.formula.${name}`),
          }))}
        />
        <p className={classes.note}>
          {t("roi.byRule", {
            commission: exactMoney(costsByRule.commission, locale),
            fees: exactMoney(costsByRule.platform_fee, locale),
          })}
        </p>
      </div>
    </Panel>
  );
}
