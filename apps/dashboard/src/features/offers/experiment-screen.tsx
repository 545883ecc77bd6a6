import { Button, Skeleton } from "@mantine/core";
import { useParams } from "react-router";
import { useMay } from "../../api/session.ts";
import { type Switchback, useSwitchback, useSwitchbackChanges } from "../../api/switchbacks.ts";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { ScreenTitle } from "../../components/screen-title.tsx";
import { duration, exactNumber, exactPercent } from "../../format/number.ts";
import { dayAndClock } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import { ExperimentBlocks } from "./experiment-blocks.tsx";
import { ExperimentResult } from "./experiment-result.tsx";
import { OfferViews } from "./offer-views.tsx";
import classes from "./offers.module.css";

/** One experiment: what was registered, how it runs, and what it says once it is over. */
export function ExperimentScreen() {
  const { experiment = "" } = useParams();
  const switchback = useSwitchback(experiment);
  if (switchback.data) return <ExperimentView switchback={switchback.data} />;
  if (switchback.error) return <ProblemNote error={switchback.error} onRetry={() => void switchback.refetch()} />;
  return (
    <div className={classes.stack} aria-busy="true">
      <Loading h={32} w={320} />
      <Skeleton h={160} />
      <Skeleton h={240} />
    </div>
  );
}

function ExperimentView({ switchback }: { switchback: Switchback }) {
  const { t } = useWords();
  const { title, show, status } = switchback;
  return (
    <>
      <ScreenTitle title={title} subtitle={t(`experiment.status.${status}`)}>
        <OfferViews show={show} />
        <RunExperiment switchback={switchback} />
      </ScreenTitle>
      <div className={classes.stack}>
        <ExperimentResult switchback={switchback} />
        <ExperimentBlocks switchback={switchback} />
        <Registration switchback={switchback} />
      </div>
    </>
  );
}

function RunExperiment({ switchback: { id, title, status } }: { switchback: Switchback }) {
  const { t } = useWords();
  const mayRun = useMay("run");
  const { run } = useSwitchbackChanges();
  if (!mayRun) return null;
  if (status === "planned")
    return (
      <Button size="xs" loading={run.isPending} onClick={() => run.mutate({ id, step: "start" })}>
        {t("offer.startOf", { title })}
      </Button>
    );
  if (status !== "running") return null;
  return (
    <ConfirmButton
      question={t("experiment.stopQuestion")}
      confirm={t("offer.stop")}
      loading={run.isPending}
      onConfirm={() => run.mutate({ id, step: "stop" })}
    >
      {t("offer.stop")}
    </ConfirmButton>
  );
}

/** What was written down before it began. */
function Registration({ switchback }: { switchback: Switchback }) {
  const { t, locale } = useWords();
  const { registeredAt, startsAt, endsAt, seed, blockCount, blockSeconds, burnInSeconds, readOut } = switchback;
  const rows = [
    [t("experiment.registeredAt"), dayAndClock(registeredAt, locale)],
    [t("experiment.startsAt"), startsAt ? dayAndClock(startsAt, locale) : t("experiment.byHand")],
    [t("experiment.endsAt"), endsAt ? dayAndClock(endsAt, locale) : t("experiment.byHand")],
    [t("experiment.blocks"), t("experiment.blocksOf", { count: blockCount, length: duration(blockSeconds, locale) })],
    [t("experiment.burnIn"), duration(burnInSeconds, locale)],
    [t("experiment.seed"), exactNumber(seed, locale)],
    [t("experiment.measure"), t("experiment.measureIs")],
    [t("experiment.test"), t("experiment.testIs", { level: exactPercent(readOut.level, locale) })],
    [t("experiment.leftOut"), t("experiment.leftOutIs", { pairs: readOut.fewestPairs })],
  ];
  return (
    <Panel title={t("experiment.registration")}>
      <dl className={classes.facts}>
        {rows.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
    </Panel>
  );
}
