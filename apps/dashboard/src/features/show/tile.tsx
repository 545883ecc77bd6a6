import { Skeleton } from "@mantine/core";
import type { MetricValue, SparkPoint } from "../../api/types.ts";
import { Spark } from "../../charts/spark.tsx";
import { FigureText } from "../../components/figure-text.tsx";
import { PlatformBadge } from "../../components/platform-badge.tsx";
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
  /** The platforms that give the figure, for where it cannot be said of all together. */
  apart: readonly { platform: string; value: MetricValue }[];
  change: ReturnType<typeof recentChange>;
  onExplain: () => void;
}

/** One figure from two metres away; pressing it says what it means. */
export function Tile({ id, loading, value, reading, currency, points, apart, change, onExplain }: TileProps) {
  const { t, locale } = useWords();
  const name = t(`tile.${id}`);
  const onlyApart = !loading && value == null && apart.length > 0;
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
      {onlyApart ? (
        <span className={classes.tileApart}>
          {apart.map(({ platform, value: own }) => (
            <span key={platform}>
              <PlatformBadge platform={platform} short />
              <FigureText value={own} reading={reading} currency={currency} />
            </span>
          ))}
        </span>
      ) : (
        <span className={classes.tileValue}>
          {loading ? <Skeleton h={28} w={72} /> : <FigureText value={value} reading={reading} currency={currency} />}
        </span>
      )}
      <span className={classes.tileSpark}>
        {points.some((point) => point.value !== null) && (
          <Spark points={points} label={t("show.sparkLabel", { figure: name })} />
        )}
      </span>
      <span className={classes.tileChange}>
        {change && "grew" in change && t("show.grew", { ...period, change: grown(change.grew) })}
        {change && "share" in change && t("show.share", { ...period, change: signedPercent(change.share, locale) })}
        {onlyApart && <span title={t("figure.unknownPeople")}>{t("figure.apart")}</span>}
        {!change && !loading && value == null && !onlyApart && t("figure.unknownShort")}
      </span>
    </button>
  );
}
