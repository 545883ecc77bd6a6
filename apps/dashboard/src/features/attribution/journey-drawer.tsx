import { Drawer, Table } from "@mantine/core";
import type { BuyerJourney } from "@showpulse/metrics";
import { useJourney } from "../../api/attribution.ts";
import { Empty } from "../../components/empty.tsx";
import { useKeyName } from "../../components/key-name.ts";
import { Loading } from "../../components/loading.tsx";
import { PlatformBadge } from "../../components/platform-badge.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { Scrolled } from "../../components/scrolled.tsx";
import { exactMoney } from "../../format/money.ts";
import { dayAndClock } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./attribution.module.css";

interface JourneyDrawerProps {
  /** One of the person's ids; '' while nobody is looked at. */
  actor: string;
  onClose: () => void;
}

/** What one person did on the way to buying, step by step. */
export function JourneyDrawer({ actor, onClose }: JourneyDrawerProps) {
  const { t } = useWords();
  const journey = useJourney(actor);
  return (
    <Drawer
      opened={actor !== ""}
      onClose={onClose}
      position="right"
      size="xl"
      title={<strong>{t("journey.open", { buyer: actor })}</strong>}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {journey.error ? (
        <ProblemNote error={journey.error} onRetry={() => void journey.refetch()} />
      ) : !journey.data ? (
        <Loading h={240} />
      ) : journey.data.steps.length === 0 ? (
        <Empty>{t("journey.unknown")}</Empty>
      ) : (
        <Steps journey={journey.data} />
      )}
    </Drawer>
  );
}

function Steps({ journey: { ids, steps, complete } }: { journey: BuyerJourney }) {
  const { t, locale } = useWords();
  const campaign = useKeyName("campaign");
  const creator = useKeyName("creator");
  const show = useKeyName("show");
  const link = useKeyName("link");
  return (
    <div className={classes.answer}>
      {ids.length > 1 && <p className={classes.note}>{t("journey.ids", { ids: ids.join(", ") })}</p>}
      {!complete && <p className={classes.note}>{t("journey.earlier")}</p>}
      <Scrolled>
        <Table miw={560} verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("journey.at")}</Table.Th>
              <Table.Th>{t("journey.step")}</Table.Th>
              <Table.Th>{t("journey.where")}</Table.Th>
              <Table.Th>{t("journey.through")}</Table.Th>
              <Table.Th>{t("journey.what")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {steps.map((step, index) => {
              const through = [
                step.campaign && campaign(step.campaign),
                step.creator && creator(step.creator),
                step.link && link(step.link),
                step.referrer,
              ];
              const what = [step.item, step.order, step.amount && exactMoney(step.amount, locale)];
              return (
                <Table.Tr key={index} className={step.type === "purchase" ? classes.total : undefined}>
                  <Table.Td className="nowrap">
                    <bdi>{dayAndClock(step.at, locale)}</bdi>
                  </Table.Td>
                  <Table.Th scope="row">{step.type}</Table.Th>
                  <Table.Td>
                    <PlatformBadge platform={step.platform} />
                    {step.show && <div className="dim">{show(step.show)}</div>}
                  </Table.Td>
                  <Table.Td className={classes.wide}>{through.filter(Boolean).join(" · ")}</Table.Td>
                  <Table.Td className={classes.wide}>{what.filter(Boolean).join(" · ")}</Table.Td>
                </Table.Tr>
              );
            })}
          </Table.Tbody>
        </Table>
      </Scrolled>
    </div>
  );
}
