import { useState } from "react";
import { PeriodField, usePeriod } from "../../components/period-field.tsx";
import { ScreenTitle } from "../../components/screen-title.tsx";
import { timeZoneName } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./audience.module.css";
import { AUDIENCE_DAYS } from "./audience-days.ts";
import { ProductPerformance } from "./product-performance.tsx";
import { Products } from "./products.tsx";

/** Which products did best, and how did each do from show to show? */
export function ProductsScreen() {
  const { t } = useWords();
  const field = usePeriod(AUDIENCE_DAYS);
  const [timezone] = useState(timeZoneName);
  const period = { from: field.from, to: field.to, timezone };
  return (
    <>
      <ScreenTitle title={t("products.screen")} subtitle={t("products.question")}>
        <PeriodField {...field} />
      </ScreenTitle>
      <div className={classes.stack}>
        <ProductPerformance period={period} />
        <Products period={period} />
      </div>
    </>
  );
}
