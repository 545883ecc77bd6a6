import { useDefinitions, useTimeline } from "../../api/figures.ts";
import type { Show, ShowMetrics } from "../../api/types.ts";
import { useUrlText } from "../../components/use-url-state.ts";
import { readingOf } from "../../format/metric.ts";
import type { LiveShow } from "../../live/live-show.ts";
import { useConnection } from "../../live/use-live.ts";
import { currentValue, tilesOf, unitOf } from "./figures.ts";
import { numberAt, recentChange } from "./recent-change.ts";
import classes from "./show.module.css";
import { Tile } from "./tile.tsx";

interface TilesProps {
  show: Show;
  live: LiveShow;
  metrics: ShowMetrics | undefined;
  platforms: readonly string[];
}

/** The minutes that a tile's spark covers of a running show. */
const SPARK_MINUTES = 30;

/** How is it going: six figures, each with its course and a way to what it means. */
export function Tiles({ show, live, metrics, platforms }: TilesProps) {
  const tiles = tilesOf(show.status);
  const running = show.status !== "ended";
  const definitions = useDefinitions();
  const timeline = useTimeline({ show: show.id, interval: "1m", metrics: tiles }, running);
  const connection = useConnection();
  const [, explain] = useUrlText("explain");
  const points = timeline.data?.points ?? [];
  // The last minute of a running show still fills: only a gauge's reading is good at once.
  const shownOf = (kind: string | undefined) =>
    running
      ? (kind === "gauge" ? points : points.slice(0, -1)).slice(-SPARK_MINUTES)
      : points.filter(({ at }) => show.endedAt === null || at < show.endedAt);
  return (
    <div className={classes.tiles} data-stale={(running && connection.state === "away") || undefined}>
      {tiles.map((id) => {
        const definition = definitions.data?.get(id);
        const value = currentValue(id, live, metrics?.metrics);
        return (
          <Tile
            key={id}
            id={id}
            // What a tick leaves out may be known for each platform: unknown is only said when all figures are there.
            loading={definitions.isPending || (metrics === undefined && value == null)}
            value={value}
            reading={readingOf(unitOf(id, definitions.data, metrics?.metrics))}
            currency={show.currency}
            points={shownOf(definition?.kind).map((point) => ({
              at: point.at,
              value: numberAt(point, id, show.currency),
            }))}
            change={running ? recentChange(points, id, definition?.kind ?? "", show.currency) : null}
            apart={platforms.flatMap((platform) => {
              const value = metrics?.byPlatform[platform]?.[id]?.value ?? null;
              return value === null ? [] : [{ platform, value }];
            })}
            onExplain={() => explain(id)}
          />
        );
      })}
    </div>
  );
}
