import classes from "./campaigns.module.css";
import { Fees } from "./fees.tsx";
import { Rates } from "./rates.tsx";

/** What everything is reckoned by: what platforms keep, and rates of exchange. */
export function RatesTab() {
  return (
    <div className={classes.stack}>
      <Fees />
      <Rates />
    </div>
  );
}
