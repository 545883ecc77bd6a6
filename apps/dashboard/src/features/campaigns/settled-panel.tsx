import { Button, Table } from "@mantine/core";
import { COST_KINDS } from "../../api/campaigns.ts";
import type { RoiFigures } from "../../api/roi.ts";
import type { ShowResultAnswer } from "../../api/show-result.ts";
import type { Money } from "../../api/types.ts";
import { saveFile, toCsv } from "../../charts/save-file.ts";
import { Empty } from "../../components/empty.tsx";
import { Icon } from "../../components/icon.tsx";
import { Panel } from "../../components/panel.tsx";
import { Term } from "../../components/term.tsx";
import { exactMoney } from "../../format/money.ts";
import { dayAndClock } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./campaigns.module.css";

const PARTS = ["revenue", "refunds", "goodsCost", ...COST_KINDS, "contribution"] as const;
type Part = (typeof PARTS)[number];

const amountOf = (figures: RoiFigures, part: Part): Money =>
  part === "revenue" || part === "refunds" || part === "goodsCost" || part === "contribution"
    ? figures[part]
    : figures.costs[part];

/** What the live figures said when the show ended, what is known now, and what the difference comes from. */
export function SettledPanel({ answer }: { answer: ShowResultAnswer }) {
  const { t, locale } = useWords();
  const { show, atEnd, now, differences } = answer;
  const money = (amount: Money) => exactMoney(amount, locale);
  const word = (part: Part) =>
    part === "revenue" || part === "refunds" || part === "goodsCost" || part === "contribution"
      ? t(`roi.part.${part}`)
      : t(`cost.kind.${part}`);
  if (atEnd === null) {
    return (
      <Panel title={t("settled.title")}>
        <Empty>{t("settled.notEnded")}</Empty>
      </Panel>
    );
  }
  const byPart = new Map(differences.map((difference) => [difference.part, difference]));
  const shown = PARTS.filter(
    (part) =>
      byPart.has(part) || amountOf(atEnd.figures, part).amountMicros !== 0 || amountOf(now, part).amountMicros !== 0,
  );
  const rows = shown.map((part) => {
    const changed = byPart.get(part);
    const before = amountOf(atEnd.figures, part);
    return {
      part,
      before,
      // In the currency of before, so that both can be compared.
      now: changed?.now ?? before,
      difference: (changed?.now.amountMicros ?? 0) - (changed?.atEnd.amountMicros ?? 0),
      why: (changed?.because ?? []).map(({ reason, amount }) =>
        t("settled.because", { reason: t(`settled.reason.${reason}`), amount: signed(amount, locale) }),
      ),
    };
  });
  const save = () => {
    const head = ["part", "currency", "atEnd", "now", "difference", "because", "show", "takenAt"];
    const units = ({ amountMicros }: Money) => amountMicros / 1_000_000;
    const lines = rows.map(({ part, before, now: today, difference, why }) => [
      word(part),
      before.currency,
      units(before),
      units(today),
      difference / 1_000_000,
      why.join("; "),
      show,
      atEnd.takenAt,
    ]);
    saveFile("settled.csv", new Blob([toCsv({ head, rows: lines })], { type: "text/csv;charset=utf-8" }));
  };
  return (
    <Panel
      title={t("settled.title")}
      padded={false}
      aside={
        <Button size="compact-sm" variant="default" leftSection={<Icon name="download" size={14} />} onClick={save}>
          CSV
        </Button>
      }
    >
      <p className={classes.caption}>{t("settled.caption", { time: dayAndClock(atEnd.takenAt, locale) })}</p>
      {shown.length === 0 ? (
        <Empty>{t("settled.nothing")}</Empty>
      ) : (
        <Table miw={880} verticalSpacing={6} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("roi.partOf")}</Table.Th>
              <Table.Th ta="end">{t("settled.atEnd")}</Table.Th>
              <Table.Th ta="end">{t("settled.now")}</Table.Th>
              <Table.Th ta="end">{t("settled.difference")}</Table.Th>
              <Table.Th miw={240}>{t("settled.why")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rows.map(({ part, before, now: today, difference, why }) => (
              <Table.Tr key={part} className={part === "contribution" ? classes.total : undefined}>
                <Table.Th scope="row">
                  <Term word={word(part)} formula={t(`settled.formula.${part}`)} />
                </Table.Th>
                <Table.Td ta="end" className="nowrap">
                  <bdi>{money(before)}</bdi>
                </Table.Td>
                <Table.Td ta="end" className="nowrap">
                  <bdi>{money(today)}</bdi>
                </Table.Td>
                <Table.Td ta="end" className="nowrap">
                  <bdi>{signed({ amountMicros: difference, currency: before.currency }, locale)}</bdi>
                </Table.Td>
                <Table.Td>{why.length === 0 ? t("settled.same") : why.join(" · ")}</Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
    </Panel>
  );
}

const signed = ({ amountMicros, currency }: Money, locale: string): string =>
  `${amountMicros > 0 ? "+" : ""}${exactMoney({ amountMicros, currency }, locale)}`;
