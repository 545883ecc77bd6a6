import { Table } from "@mantine/core";
import type { OfferPerformance } from "../../api/offers.ts";
import { Empty } from "../../components/empty.tsx";
import { Panel } from "../../components/panel.tsx";
import { exactNumber, UNKNOWN } from "../../format/number.ts";
import { clockWithSeconds } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";

/** Every moment at which the stock or the time that viewers saw was not true. */
export function Honesty({ performance: { honest } }: { performance: OfferPerformance }) {
  const { t, locale } = useWords();
  const write = (value: number | null) => (value === null ? UNKNOWN : exactNumber(value, locale));
  return (
    <Panel title={t("offer.honesty")} padded={false}>
      {honest === null ? (
        <Empty>{t("offer.honestyUnknown")}</Empty>
      ) : honest.length === 0 ? (
        <Empty>{t("offer.honestyGood")}</Empty>
      ) : (
        <Table miw={560} verticalSpacing={4} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("timeline.time")}</Table.Th>
              <Table.Th>{t("offer.what")}</Table.Th>
              <Table.Th ta="end">{t("offer.shown")}</Table.Th>
              <Table.Th ta="end">{t("offer.actual")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {honest.map(({ at, kind, shown, actual, detail }) => (
              <Table.Tr key={`${at} ${kind}`}>
                <Table.Td className="nowrap">{clockWithSeconds(at, locale)}</Table.Td>
                <Table.Td title={detail}>{t(`offer.lie.${kind}`)}</Table.Td>
                <Table.Td ta="end">{write(shown)}</Table.Td>
                <Table.Td ta="end">{write(actual)}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Panel>
  );
}
