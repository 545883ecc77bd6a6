import { Skeleton } from "@mantine/core";
import type { MetricValue, SparkPoint } from "../../api/types.ts";
import { Spark } from "../../charts/spark.tsx";
import { FigureText } from "../../components/figure-text.tsx";
import type { Reading } from "../../format/metric.ts";
import { compactMoney } from "../../format/money.ts";
import { signedNumber, signedPercent } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import type { tilesOf } from "./figures.ts";
import { RECENT_MINUTES, type recentChange } from "./recent-change.ts";
import classes from "./show.module.css";

interface TileProps {
  id: ReturnType<typeof tilesOf>[number];
  loading: boolean;
  value: MetricValue | undefined;
  reading: Reading;
  currency: string | null;
  points: readonly SparkPoint[];
  change: ReturnType<typeof recentChange>;
  onExplain: () => void;
}

/** One figure from two metres away; pressing it says what it means. */
export function Tile({ id, loading, value, reading, currency, points, change, onExplain }: TileProps) {
  const { t, locale } = useWords();
  const name = t(`tile.${id}`);
  const period = { minutes: RECENT_MINUTES };
  const grown = (units: number): string => {
    if (reading !== "money") return signedNumber(units, locale);
    return currency === null
      ? signedNumber(units, locale)
      : `+${compactMoney({ amountMicros: Math.round(units * 1_000_000), currency }, locale)}`;
  };
  return (
    <button type="button" className={classes.tile} onClick={onExplain} aria-haspopup="dialog">
      <span className={classes.tileName}>{name}</span>
      <span className={classes.tileValue}>
        {loading ? <Skeleton h={28} w={72} /> : <FigureText value={value} reading={reading} currency={currency} />}
      </span>
      <span className={classes.tileSpark}>
        {points.some((point) => point.value !== null) && (
          <Spark points={points} label={t("show.sparkLabel", { figure: name })} />
        )}
      </span>
      <span className={classes.tileChange}>
        {change && "grew" in change && t("show.grew", { ...period, change: grown(change.grew) })}
        {change && "share" in change && t("show.share", { ...period, change: signedPercent(change.share, locale) })}
        {!change && !loading && value == null && t("figure.unknownShort")}
      </span>
    </button>
  );
}
