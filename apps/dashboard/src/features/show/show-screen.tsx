import { Skeleton } from "@mantine/core";
import { memo, useMemo } from "react";
import { useParams } from "react-router";
import { useShowMetrics } from "../../api/figures.ts";
import { useMay } from "../../api/session.ts";
import { useShow } from "../../api/shows.ts";
import { useSources } from "../../api/sources.ts";
import type { Show } from "../../api/types.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useLiveShow, useWatch } from "../../live/use-live.ts";
import { Chat } from "./chat.tsx";
import { DefinitionDrawer } from "./definition-drawer.tsx";
import { FigureTable } from "./figure-table.tsx";
import { platformsOf } from "./figures.ts";
import { Funnel } from "./funnel.tsx";
import { Highlights } from "./highlights.tsx";
import { PartialNote } from "./partial-note.tsx";
import { ReplaySales } from "./replay-sales.tsx";
import { Rules } from "./rules.tsx";
import classes from "./show.module.css";
import { ShowHeader } from "./show-header.tsx";
import { Sources } from "./sources.tsx";
import { laidOver } from "./sources-now.ts";
import { Tiles } from "./tiles.tsx";
import { TimelinePanel } from "./timeline-panel.tsx";

// Pushes arrive many times a second: what only changes with an answer of the hub is not drawn again for them.
const Timeline = memo(TimelinePanel);
const Path = memo(Funnel);
const Figures = memo(FigureTable);
const Whose = memo(Rules);
const Moments = memo(Highlights);
const Replay = memo(ReplaySales);

/** How is this show going, and why? */
export function ShowScreen() {
  const { show: id = "" } = useParams();
  const show = useShow(id);
  const mayRead = useMay("read");
  if (show.data) return mayRead ? <ShowView key={id} show={show.data} /> : <ChatOnly key={id} show={show.data} />;
  if (show.error) return <ProblemNote error={show.error} onRetry={() => void show.refetch()} />;
  return <ShowSkeleton />;
}

function ShowView({ show }: { show: Show }) {
  // Also before somebody starts it: a platform may already be live.
  const running = show.status !== "ended";
  useWatch(show.status === "ended" ? [] : [show.id]);
  const live = useLiveShow(show.id);
  const metrics = useShowMetrics(show.id, running);
  const polled = useSources(show.id);
  const sources = polled.data && laidOver(polled.data, live.sources);
  const names = platformsOf(metrics.data, sources).join();
  const platforms = useMemo(() => (names === "" ? [] : names.split(",")), [names]);
  // Without any figures the other parts could only fail beside it, or wait: one note says what to do.
  if (metrics.error && !metrics.data) {
    return (
      <>
        <ShowHeader show={show} />
        <ProblemNote error={metrics.error} onRetry={() => void metrics.refetch()} />
      </>
    );
  }
  return (
    <>
      <ShowHeader show={show} />
      {metrics.error && <ProblemNote error={metrics.error} onRetry={() => void metrics.refetch()} />}
      <PartialNote sources={sources ?? []} />
      <Tiles show={show} live={live} metrics={metrics.data} platforms={platforms} />
      <div className={classes.columns}>
        <div className={classes.main}>
          {!running && <Moments show={show} />}
          <Timeline show={show} platforms={platforms} />
          {running && <Moments show={show} />}
          <Path show={show} />
          {!running && <Replay show={show} />}
          <Figures show={show} metrics={metrics.data} platforms={platforms} />
          <Whose show={show} />
        </div>
        <div className={classes.side}>
          <Chat show={show} live={live} />
          <Sources show={show} sources={sources} error={polled.error} onRetry={() => void polled.refetch()} />
        </div>
      </div>
      <DefinitionDrawer show={show} live={live} metrics={metrics.data} platforms={platforms} />
    </>
  );
}

/** For moderators, who see what people write and no figures. */
function ChatOnly({ show }: { show: Show }) {
  useWatch(show.status === "ended" ? [] : [show.id]);
  return (
    <>
      <ShowHeader show={show} />
      <Chat show={show} live={useLiveShow(show.id)} />
    </>
  );
}

function ShowSkeleton() {
  return (
    <div aria-busy="true">
      <Skeleton h={32} w={320} mb="md" />
      <div className={classes.tiles}>
        {[0, 1, 2, 3, 4, 5].map((tile) => (
          <Skeleton key={tile} h={128} />
        ))}
      </div>
      <div className={classes.columns}>
        <div className={classes.main}>
          <Skeleton h={400} />
          <Skeleton h={240} />
        </div>
        <div className={classes.side}>
          <Skeleton h={480} />
        </div>
      </div>
    </div>
  );
}
