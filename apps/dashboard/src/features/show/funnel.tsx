import { SegmentedControl, Skeleton } from "@mantine/core";
import { useId } from "react";
import { useFunnel } from "../../api/figures.ts";
import type { Show } from "../../api/types.ts";
import { Empty } from "../../components/empty.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useNow } from "../../components/use-now.ts";
import { useUrlChoice } from "../../components/use-url-state.ts";
import { useWords } from "../../i18n/index.ts";
import { CountsFunnel } from "./counts-funnel.tsx";
import funnelClasses from "./funnel.module.css";
import { FunnelBreakdown } from "./funnel-breakdown.tsx";
import { funnelPeriod } from "./funnel-period.ts";
import { FunnelSteps } from "./funnel-steps.tsx";
import classes from "./show.module.css";

const LOOKS = ["view_item", "select_item"] as const;

/**
 * Where do people fall out between entering and buying? Two kinds of funnel, side by side and never mixed: known people
 * step by step, and the platforms' counts, of which nobody knows whether they are the same people.
 */
export function Funnel({ show }: { show: Show }) {
  const { t } = useWords();
  const [peopleId, countsId] = [useId(), useId()];
  const [look, setLook] = useUrlChoice("look", LOOKS);
  const events = ["join", look, "add_to_cart", "purchase"];
  const funnel = useFunnel({ show: show.id, events, ...funnelPeriod(show, useNow(60_000)) }, show.status !== "ended");
  const steps = funnel.data?.steps ?? [];
  return (
    <Panel
      title={t("funnel.title")}
      className={classes.later}
      aside={
        <>
          <span>{t("funnel.secondStep")}</span>
          <SegmentedControl
            size="xs"
            aria-label={t("funnel.secondStep")}
            value={look}
            data={LOOKS.map((value) => ({ value, label: t(`funnel.look.${value}`) }))}
            onChange={setLook}
          />
        </>
      }
    >
      <div className={funnelClasses.kinds}>
        <section aria-labelledby={peopleId}>
          <h3 id={peopleId} className={funnelClasses.kind}>
            {t("funnel.people")}
          </h3>
          <p className={funnelClasses.kindNote}>{t("funnel.peopleNote")}</p>
          {funnel.error ? (
            <ProblemNote error={funnel.error} onRetry={() => void funnel.refetch()} />
          ) : funnel.isPending ? (
            <>
              {events.map((event) => (
                <Skeleton key={event} h={20} mb="lg" />
              ))}
            </>
          ) : steps.every((step) => step.count === 0) ? (
            <Empty>{t("funnel.empty")}</Empty>
          ) : (
            <>
              <FunnelSteps steps={steps} />
              <FunnelBreakdown rows={funnel.data?.breakdowns ?? []} steps={steps} />
            </>
          )}
        </section>
        <section aria-labelledby={countsId}>
          <h3 id={countsId} className={funnelClasses.kind}>
            {t("countsFunnel.title")}
          </h3>
          <p className={funnelClasses.kindNote}>{t("countsFunnel.note")}</p>
          <CountsFunnel show={show} />
        </section>
      </div>
    </Panel>
  );
}
