import { Table } from "@mantine/core";
import { type ReplaySales as Answer, useReplaySales } from "../../api/highlights.ts";
import type { Show } from "../../api/types.ts";
import { Empty } from "../../components/empty.tsx";
import { FigureText } from "../../components/figure-text.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { clock, dayAndClock } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./highlights.module.css";

/** What the show sold after its end, by the part of it that showed the product. */
export function ReplaySales({ show }: { show: Show }) {
  const { t, locale } = useWords();
  const question = useReplaySales(show.id);
  const answer = question.data;
  const row = (key: string, when: string, what: string, sold: Answer["total"], className?: string) => (
    <Table.Tr key={key} className={className ?? ""}>
      <Table.Td className="nowrap">
        <bdi dir="ltr">{when}</bdi>
      </Table.Td>
      <Table.Th scope="row">{what}</Table.Th>
      <Table.Td ta="end">
        <FigureText value={sold.orders} reading="count" />
      </Table.Td>
      <Table.Td ta="end">
        <FigureText value={sold.units} reading="count" />
      </Table.Td>
      <Table.Td ta="end">
        <FigureText value={sold.revenue} reading="money" currency={show.currency} />
      </Table.Td>
    </Table.Tr>
  );
  return (
    <Panel title={t("replay.title")} padded={false}>
      {question.error ? (
        <div className={classes.padded}>
          <ProblemNote error={question.error} onRetry={() => void question.refetch()} />
        </div>
      ) : !answer ? (
        <Loading h={160} m="md" w="auto" />
      ) : answer.total.orders === 0 || answer.to === null ? (
        <Empty>{t("replay.none")}</Empty>
      ) : (
        <>
          <p className={classes.note}>{t("replay.rule", { to: dayAndClock(answer.to, locale) })}</p>
          <Table miw={520} verticalSpacing={6} horizontalSpacing="md">
            <Table.Thead>
              <Table.Tr>
                <Table.Th>{t("replay.chapter")}</Table.Th>
                <Table.Th>{t("replay.shown")}</Table.Th>
                <Table.Th ta="end">{t("timeline.metric.orders")}</Table.Th>
                <Table.Th ta="end">{t("replay.units")}</Table.Th>
                <Table.Th ta="end">{t("timeline.metric.gmv_paid")}</Table.Th>
              </Table.Tr>
            </Table.Thead>
            <Table.Tbody>
              {answer.chapters.map(({ start, end, items, itemName, offers, ...sold }) =>
                row(
                  start,
                  `${clock(start, locale)}–${clock(end, locale)}`,
                  itemName ?? items[0] ?? offers[0] ?? "",
                  sold,
                ),
              )}
              {answer.notShown.units > 0 && row("not shown", "", t("replay.notShown"), answer.notShown)}
              {row("total", "", t("roi.total"), answer.total, classes.total)}
            </Table.Tbody>
          </Table>
        </>
      )}
    </Panel>
  );
}
