import { NativeSelect } from "@mantine/core";
import { useShowResult } from "../../api/show-result.ts";
import { useShows } from "../../api/shows.ts";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useUrlText } from "../../components/use-url-state.ts";
import { clockWithSeconds } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import { BreakEvenPanel } from "./break-even-panel.tsx";
import classes from "./campaigns.module.css";
import { SettledPanel } from "./settled-panel.tsx";
import { ShowReports } from "./show-reports.tsx";

/** One show: has it earned its cost back, when, and what became of the figures that it ended with? */
export function ShowTab() {
  const { t, locale } = useWords();
  const shows = useShows();
  const [asked, setShow] = useUrlText("show");
  const begun = (shows.data ?? []).filter(({ startedAt }) => startedAt !== null);
  const show = begun.find(({ id }) => id === asked) ?? begun[0];
  const result = useShowResult(show?.id ?? "", show?.status === "live");
  const answer = result.data;
  const error = shows.error ?? result.error;
  if (error) return <ProblemNote error={error} onRetry={() => void Promise.all([shows.refetch(), result.refetch()])} />;
  if (shows.data && !show) {
    return (
      <Panel title={t("showResult.title")}>
        <Empty>{t("showResult.noShow")}</Empty>
      </Panel>
    );
  }
  return (
    <div className={classes.stack}>
      <div className={classes.choice}>
        <NativeSelect
          label={t("group.show")}
          value={show?.id}
          data={begun.map(({ id, title }) => ({ value: id, label: title }))}
          onChange={(event) => setShow(event.currentTarget.value)}
        />
        {answer && (
          <p className={classes.note}>{t("showResult.asOf", { time: clockWithSeconds(answer.asOf, locale) })}</p>
        )}
      </div>
      {!answer || answer.show !== show?.id ? (
        <Loading h={320} />
      ) : (
        <>
          <BreakEvenPanel answer={answer} title={show.title} />
          <SettledPanel answer={answer} />
          <ShowReports answer={answer} />
        </>
      )}
    </div>
  );
}
