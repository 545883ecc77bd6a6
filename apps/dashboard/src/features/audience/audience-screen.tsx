import { useState } from "react";
import { PeriodField, usePeriod } from "../../components/period-field.tsx";
import { ScreenTitle } from "../../components/screen-title.tsx";
import { timeZoneName } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./audience.module.css";
import { AUDIENCE_DAYS } from "./audience-days.ts";
import { BestHours } from "./best-hours.tsx";
import { NewAndReturning } from "./new-and-returning.tsx";
import { ProductPerformance } from "./product-performance.tsx";
import { Products } from "./products.tsx";
import { RepeatRates } from "./repeat-rates.tsx";
import { RetentionPanel } from "./retention-panel.tsx";

/** Who comes back, and when? */
export function AudienceScreen() {
  const { t } = useWords();
  const field = usePeriod(AUDIENCE_DAYS);
  const [timezone] = useState(timeZoneName);
  const period = { from: field.from, to: field.to, timezone };
  return (
    <>
      <ScreenTitle title={t("audience.screen")} subtitle={t("audience.question")}>
        <PeriodField {...field} />
      </ScreenTitle>
      <div className={classes.stack}>
        <RetentionPanel period={period} />
        <BestHours period={period} />
        <NewAndReturning period={period} />
        <RepeatRates period={period} />
        <ProductPerformance period={period} />
        <Products period={period} />
      </div>
    </>
  );
}
