import { useWords } from "../../i18n/index.ts";
import classes from "./offers.module.css";
import { type RatioOf, useRatioWords } from "./ratio-words.ts";

/** A ratio with its interval, or that there is too little data; reads the same in both directions. */
export function RatioText({ of }: { of: RatioOf }) {
  const { t } = useWords();
  const { times, interval, verdict } = useRatioWords();
  if (!of.enough)
    return (
      <span className="dim" title={interval(of)}>
        {t("offer.few")}
      </span>
    );
  return (
    <bdi dir="ltr" className="nowrap" title={`${interval(of)}: ${verdict(of)}`}>
      {times(of.ratio)} <span className={classes.small}>{interval(of)}</span>
    </bdi>
  );
}
