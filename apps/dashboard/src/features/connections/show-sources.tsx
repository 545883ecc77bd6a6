import { Skeleton } from "@mantine/core";
import { Link } from "react-router";
import { useSources } from "../../api/sources.ts";
import type { Show } from "../../api/types.ts";
import { Empty } from "../../components/empty.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { StatusMark } from "../../components/show-marks.tsx";
import { SourceDetails } from "../../components/source-details.tsx";
import { useWords } from "../../i18n/index.ts";
import classes from "./connections.module.css";

/** The sources of one show. */
export function ShowSources({ show }: { show: Show }) {
  const { t } = useWords();
  const sources = useSources(show.id);
  return (
    <Panel
      title={show.title}
      padded={false}
      aside={
        <>
          <StatusMark status={show.status} />
          <Link to={`/shows/${show.id}`}>{t("connections.open")}</Link>
        </>
      }
    >
      {sources.error && <ProblemNote error={sources.error} onRetry={() => void sources.refetch()} />}
      {sources.isPending && !sources.error && <Skeleton h={56} m="md" w="auto" />}
      {sources.data?.length === 0 && <Empty>{t("connections.nothing")}</Empty>}
      <ul className={classes.sources}>
        {(sources.data ?? []).map((source) => (
          <li key={source.id}>
            <SourceDetails source={source} />
          </li>
        ))}
      </ul>
    </Panel>
  );
}
