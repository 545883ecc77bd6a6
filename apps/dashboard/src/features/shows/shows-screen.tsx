import { Button, Table } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import { useMay } from "../../api/session.ts";
import { useShows } from "../../api/shows.ts";
import type { Show } from "../../api/types.ts";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { NewShowDialog } from "../../components/new-show-dialog.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { ScreenTitle } from "../../components/screen-title.tsx";
import { SampleMark, StatusMark } from "../../components/show-marks.tsx";
import { UNKNOWN } from "../../format/number.ts";
import { dayAndClock } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";

/** Every show of the workspace, newest first. */
export function ShowsScreen() {
  const { t } = useWords();
  const shows = useShows();
  const [creating, setCreating] = useState(false);
  const create = useMay("plan") && (
    <Button size="xs" onClick={() => setCreating(true)}>
      {t("action.newShow")}
    </Button>
  );
  return (
    <>
      <ScreenTitle title={t("shows.title")}>{create}</ScreenTitle>
      {shows.error && <ProblemNote error={shows.error} onRetry={() => void shows.refetch()} />}
      {shows.isPending && !shows.error && <Loading h={240} />}
      {shows.data && (
        <Panel title={t("shows.all", { count: shows.data.length })} padded={false}>
          {shows.data.length === 0 ? <Empty>{t("shows.empty")}</Empty> : <ShowTable shows={shows.data} />}
        </Panel>
      )}
      <NewShowDialog opened={creating} onClose={() => setCreating(false)} />
    </>
  );
}

function ShowTable({ shows }: { shows: readonly Show[] }) {
  const { t, locale } = useWords();
  const moment = (at: string | null) => (at === null ? UNKNOWN : dayAndClock(at, locale));
  return (
    <Table miw={720} verticalSpacing="xs" horizontalSpacing="md" highlightOnHover>
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("shows.show")}</Table.Th>
          <Table.Th>{t("shows.status")}</Table.Th>
          <Table.Th>{t("shows.began")}</Table.Th>
          <Table.Th>{t("shows.ended")}</Table.Th>
          <Table.Th>{t("shows.host")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {shows.map((show) => (
          <Table.Tr key={show.id}>
            <Table.Th scope="row">
              <Link to={`/shows/${show.id}`}>{show.title}</Link> {show.sample && <SampleMark />}
            </Table.Th>
            <Table.Td>
              <StatusMark status={show.status} />
            </Table.Td>
            <Table.Td className="nowrap">{moment(show.startedAt ?? show.startsAt)}</Table.Td>
            <Table.Td className="nowrap">{moment(show.endedAt)}</Table.Td>
            <Table.Td>{show.host ?? UNKNOWN}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
