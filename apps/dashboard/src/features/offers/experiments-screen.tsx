import { Table } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import { useShows } from "../../api/shows.ts";
import { type Switchback, useSwitchbacks } from "../../api/switchbacks.ts";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useUrlText } from "../../components/use-url-state.ts";
import { duration, exactNumber, UNKNOWN } from "../../format/number.ts";
import { dayAndClock } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import { NewExperimentDialog } from "./new-experiment-dialog.tsx";
import classes from "./offers.module.css";
import { OffersHead } from "./offers-head.tsx";

/** Does it really sell more? What is turned on and off by lot in a show, to know and not to guess. */
export function ExperimentsScreen() {
  const { t } = useWords();
  const shows = useShows();
  const [asked, setAsked] = useUrlText("show");
  const [creating, setCreating] = useState(false);
  const show = asked || (shows.data?.[0]?.id ?? "");
  const switchbacks = useSwitchbacks(show);
  const error = shows.error ?? switchbacks.error;
  return (
    <>
      <OffersHead
        title={t("experiment.screen")}
        question={t("experiment.question")}
        show={show}
        onShow={setAsked}
        newOne={t("experiment.new")}
        onNew={() => setCreating(true)}
      />
      <div className={classes.stack}>
        {error ? (
          <ProblemNote error={error} onRetry={() => void Promise.all([shows.refetch(), switchbacks.refetch()])} />
        ) : shows.data?.length === 0 ? (
          <Panel title={t("experiment.list")}>
            <Empty action={<Link to="/shows">{t("shows.title")}</Link>}>{t("experiment.noShow")}</Empty>
          </Panel>
        ) : (
          <Panel title={t("experiment.list")} padded={false}>
            {!switchbacks.data ? (
              <Loading h={160} m="md" w="auto" />
            ) : switchbacks.data.length === 0 ? (
              <Empty>{t("experiment.empty")}</Empty>
            ) : (
              <ExperimentTable switchbacks={switchbacks.data} />
            )}
          </Panel>
        )}
      </div>
      <NewExperimentDialog opened={creating} show={show} onClose={() => setCreating(false)} />
    </>
  );
}

function ExperimentTable({ switchbacks }: { switchbacks: readonly Switchback[] }) {
  const { t, locale } = useWords();
  return (
    <Table miw={720} verticalSpacing={6} horizontalSpacing="md">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("experiment.experiment")}</Table.Th>
          <Table.Th>{t("offer.status")}</Table.Th>
          <Table.Th>{t("experiment.switched")}</Table.Th>
          <Table.Th>{t("offer.began")}</Table.Th>
          <Table.Th ta="end">{t("experiment.blocks")}</Table.Th>
          <Table.Th ta="end">{t("experiment.blockLength")}</Table.Th>
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {switchbacks.map(({ id, show, title, status, switches, startsAt, blockCount, blockSeconds }) => (
          <Table.Tr key={id}>
            <Table.Th scope="row">
              <Link to={`/offers/experiments/${encodeURIComponent(id)}?show=${encodeURIComponent(show)}`}>{title}</Link>
            </Table.Th>
            <Table.Td>
              <span className={classes.status} data-status={status}>
                {t(`experiment.status.${status}`)}
              </span>
            </Table.Td>
            <Table.Td>{t("pin" in switches ? "experiment.pin" : "experiment.offer")}</Table.Td>
            <Table.Td className="nowrap">{startsAt ? dayAndClock(startsAt, locale) : UNKNOWN}</Table.Td>
            <Table.Td ta="end">{exactNumber(blockCount, locale)}</Table.Td>
            <Table.Td ta="end">{duration(blockSeconds, locale)}</Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
