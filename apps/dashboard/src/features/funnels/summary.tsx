import { type FunnelRequest, useFunnelResult } from "../../api/funnels.ts";
import { compactNumber, compactPercent } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import { ANSWER } from "./answer-id.ts";
import classes from "./funnels.module.css";

/** The answer in one line, in sight while one builds on a narrow screen; it leads to the whole. */
export function Summary({ request }: { request: FunnelRequest }) {
  const { t, locale } = useWords();
  const { data, error, isPlaceholderData } = useFunnelResult(request);
  const [first, last] = [data?.steps.at(0), data?.steps.at(-1)];
  const share = last?.conversionFromStart;
  const said = error
    ? t("builder.failed")
    : first && last
      ? t("builder.cameThrough", {
          rate: share == null ? "–" : compactPercent(share, locale),
          to: compactNumber(last.count, locale),
          from: compactNumber(first.count, locale),
        })
      : t("loading");
  return (
    <p className={classes.summary} data-stale={isPlaceholderData || undefined}>
      <span role="status">{said}</span>
      <a href={`#${ANSWER}`}>{t("builder.toAnswer")}</a>
    </p>
  );
}
