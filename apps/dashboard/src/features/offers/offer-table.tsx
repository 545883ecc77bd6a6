import { Button, Checkbox, Table } from "@mantine/core";
import { Link } from "react-router";
import { type PlannedOffer, type ShowOffer, useOfferChanges } from "../../api/offers.ts";
import { useMay } from "../../api/session.ts";
import { ActionsHead } from "../../components/actions-head.tsx";
import { FigureText } from "../../components/figure-text.tsx";
import { Term } from "../../components/term.tsx";
import { UNKNOWN } from "../../format/number.ts";
import { dayAndClock } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import { offerPath } from "./offer-path.ts";
import classes from "./offers.module.css";
import { RatioText } from "./ratio-text.tsx";

interface OfferTableProps {
  offers: readonly ShowOffer[];
  planned: readonly PlannedOffer[];
  show: string;
  /** Ids of those that are to be compared. */
  chosen: ReadonlySet<string>;
  onChoose: (offer: string, isChosen: boolean) => void;
}

/** Every offer with what it sold, what it earned and what it changed; those planned here can be started and stopped. */
export function OfferTable({ offers, planned, show, chosen, onChoose }: OfferTableProps) {
  const { t, locale } = useWords();
  const known = new Map(planned.map((offer) => [offer.id, offer]));
  const seen = new Set(offers.map(({ offer }) => offer));
  const rows = [
    ...offers.map((performance) => ({ id: performance.offer, performance, plan: known.get(performance.offer) })),
    ...planned.filter(({ id }) => !seen.has(id)).map((plan) => ({ id: plan.id, performance: undefined, plan })),
  ];
  return (
    <Table miw={960} verticalSpacing={6} horizontalSpacing="md">
      <Table.Thead>
        <Table.Tr>
          <Table.Th w={40}>
            <span className="visually-hidden">{t("offer.choose")}</span>
          </Table.Th>
          <Table.Th>{t("offer.offer")}</Table.Th>
          <Table.Th>{t("offer.status")}</Table.Th>
          <Table.Th>{t("offer.began")}</Table.Th>
          {(["units", "sell_through", "revenue", "margin"] as const).map((figure) => (
            <Table.Th key={figure} ta="end">
              <Term word={t(`offer.figure.${figure}`)} formula={t(`offer.formula.${figure}`)} />
            </Table.Th>
          ))}
          {(["uplift", "honesty"] as const).map((figure) => (
            <Table.Th key={figure} ta="end">
              <Term word={t(`offer.${figure}`)} formula={t(`offer.formula.${figure}`)} />
            </Table.Th>
          ))}
          <ActionsHead />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {rows.map(({ id, performance, plan }) => {
          const status =
            plan?.status ?? (performance?.startedAt == null ? "planned" : performance.endedAt ? "ended" : "running");
          const began = plan?.startedAt ?? performance?.startedAt ?? plan?.startsAt ?? null;
          const lies = performance?.honest?.length;
          return (
            <Table.Tr key={id}>
              <Table.Td>
                <Checkbox
                  size="xs"
                  aria-label={t("offer.chooseOf", { title: plan?.title ?? performance?.title ?? id })}
                  disabled={!performance}
                  checked={chosen.has(id)}
                  onChange={(event) => onChoose(id, event.currentTarget.checked)}
                />
              </Table.Td>
              <Table.Th scope="row">
                <Link to={offerPath(id, show)}>
                  <bdi>{plan?.title ?? performance?.title ?? id}</bdi>
                </Link>
                {!plan && <span className={classes.mark}>{t("offer.elsewhere")}</span>}
              </Table.Th>
              <Table.Td>
                <span className={classes.status} data-status={status}>
                  {t(`offer.statuses.${status}`)}
                </span>
              </Table.Td>
              <Table.Td className="nowrap">{began ? dayAndClock(began, locale) : UNKNOWN}</Table.Td>
              <Table.Td ta="end">
                <FigureText value={performance?.units.value} reading="count" />
              </Table.Td>
              <Table.Td ta="end">
                <FigureText value={performance?.sell_through.value} reading="rate" />
              </Table.Td>
              <Table.Td ta="end">
                <FigureText value={performance?.revenue.value} reading="money" />
              </Table.Td>
              <Table.Td ta="end">
                <FigureText
                  value={performance?.margin.value}
                  reading="money"
                  whyUnknown={performance?.margin.note ?? t("offer.needsCost")}
                />
              </Table.Td>
              <Table.Td ta="end" className="nowrap">
                {performance ? <RatioText of={performance.uplift} /> : UNKNOWN}
              </Table.Td>
              <Table.Td ta="end" className="nowrap">
                <span>
                  {lies === undefined ? UNKNOWN : lies === 0 ? t("offer.honest") : t("offer.lies", { count: lies })}
                </span>
              </Table.Td>
              <Table.Td ta="end">{plan && <RunButton offer={plan} />}</Table.Td>
            </Table.Tr>
          );
        })}
      </Table.Tbody>
    </Table>
  );
}

/** Starts an offer that is planned, stops one that runs. */
export function RunButton({ offer }: { offer: PlannedOffer }) {
  const { t } = useWords();
  const { run } = useOfferChanges();
  const mayRun = useMay("run");
  const step =
    offer.status === "running" ? "stop" : offer.status === "planned" || offer.status === "missed" ? "start" : null;
  if (!mayRun || step === null) return null;
  return (
    <Button
      size="compact-sm"
      variant={step === "start" ? "filled" : "default"}
      loading={run.isPending}
      aria-label={t(`offer.${step}Of`, { title: offer.title })}
      onClick={() => run.mutate({ id: offer.id, step })}
    >
      {t(`offer.${step}`)}
    </Button>
  );
}
