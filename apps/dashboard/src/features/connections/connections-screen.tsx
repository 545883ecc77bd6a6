import { useShows } from "../../api/shows.ts";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { ScreenTitle } from "../../components/screen-title.tsx";
import { useWords } from "../../i18n/index.ts";
import classes from "./connections.module.css";
import { ConnectorList } from "./connector-list.tsx";
import { ShowSources } from "./show-sources.tsx";

/** Is everything coming in? */
export function ConnectionsScreen() {
  const { t } = useWords();
  const shows = useShows();
  // Sample shows are played by the hub itself: nothing is connected to them.
  const real = (shows.data ?? []).filter((show) => !show.sample);
  return (
    <>
      <ScreenTitle title={t("connections.title")} subtitle={t("connections.question")} />
      {shows.error && <ProblemNote error={shows.error} onRetry={() => void shows.refetch()} />}
      <div className={classes.columns}>
        <div className={classes.list}>
          {shows.isPending && !shows.error && <Loading h={160} />}
          {real.map((show) => (
            <ShowSources key={show.id} show={show} />
          ))}
          {shows.data && real.length === 0 && (
            <Panel title={t("connections.sources")}>
              <Empty>{t("connections.empty")}</Empty>
            </Panel>
          )}
        </div>
        <ConnectorList />
      </div>
    </>
  );
}
