import { SegmentedControl, Table } from "@mantine/core";
import { type Highlight, useHighlights } from "../../api/highlights.ts";
import type { Show } from "../../api/types.ts";
import { Empty } from "../../components/empty.tsx";
import { FigureText } from "../../components/figure-text.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useUrlChoice } from "../../components/use-url-state.ts";
import { exactNumber, signedNumber, UNKNOWN } from "../../format/number.ts";
import { clock } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./highlights.module.css";
import { PeakRules } from "./peak-rules.tsx";

const CHOICES = ["best", "all"] as const;

/** The three moments that mattered, or all of them: from when to when, why, and what they brought. */
export function Highlights({ show }: { show: Show }) {
  const { t } = useWords();
  const [moments, setMoments] = useUrlChoice("moments", CHOICES);
  const question = useHighlights(show.id, show.status !== "ended");
  const all = question.data?.highlights ?? [];
  const shown =
    moments === "all" ? all : all.filter(({ rank }) => rank !== null).toSorted((a, b) => (a.rank ?? 0) - (b.rank ?? 0));
  return (
    <Panel
      title={t("highlights.title")}
      padded={false}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={t("highlights.which")}
          value={moments}
          data={CHOICES.map((value) => ({ value, label: t(`highlights.${value}`) }))}
          onChange={setMoments}
        />
      }
    >
      {question.error ? (
        <div className={classes.padded}>
          <ProblemNote error={question.error} onRetry={() => void question.refetch()} />
        </div>
      ) : !question.data ? (
        <Loading h={120} m="md" w="auto" />
      ) : shown.length === 0 ? (
        <Empty>{t(all.length === 0 ? "highlights.none" : "highlights.noneBest")}</Empty>
      ) : (
        <Table miw={560} verticalSpacing={6} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("highlights.when")}</Table.Th>
              <Table.Th>{t("highlights.why")}</Table.Th>
              <Table.Th ta="end">{t("timeline.metric.comments")}</Table.Th>
              <Table.Th ta="end">{t("timeline.metric.orders")}</Table.Th>
              <Table.Th ta="end">{t("timeline.metric.gmv_paid")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {shown.map((moment) => (
              <Moment key={`${moment.reason} ${moment.start}`} moment={moment} currency={show.currency} />
            ))}
          </Table.Tbody>
        </Table>
      )}
      {question.data && <PeakRules peaks={question.data.peaks} />}
    </Panel>
  );
}

function Moment({ moment, currency }: { moment: Highlight; currency: string | null }) {
  const { t, locale } = useWords();
  const { start, end, reason, itemName, item, offer, rank } = moment;
  const about = itemName ?? item ?? offer;
  const why = t(`highlights.reason.${reason}`);
  const times = (
    <bdi dir="ltr">
      <time dateTime={start}>{clock(start, locale)}</time>–<time dateTime={end}>{clock(end, locale)}</time>
    </bdi>
  );
  return (
    <Table.Tr>
      <Table.Td className="nowrap">
        {rank !== null && (
          <span className={classes.rank} title={t("highlights.rank", { rank })}>
            {rank}
          </span>
        )}
        {times}
      </Table.Td>
      <Table.Td>{about ? t("mark.about", { what: why, about }) : why}</Table.Td>
      <Table.Td ta="end">
        <FigureText value={moment.comments} reading="count" />
        <Above value={moment.commentsAboveUsual} />
      </Table.Td>
      <Table.Td ta="end">
        <FigureText value={moment.orders} reading="count" />
        <Above value={moment.ordersAboveUsual} />
      </Table.Td>
      <Table.Td ta="end">
        <FigureText value={moment.revenue} reading="money" currency={currency} />
      </Table.Td>
    </Table.Tr>
  );
}

/** By how much a count lies above what as many ordinary minutes would have brought. */
function Above({ value }: { value: number | null }) {
  const { t, locale } = useWords();
  if (value === null) return <span className={classes.above}>{UNKNOWN}</span>;
  return (
    <span className={classes.above} title={t("highlights.aboveExact", { amount: exactNumber(value, locale) })}>
      {t("highlights.above", { amount: signedNumber(Math.round(value), locale) })}
    </span>
  );
}
