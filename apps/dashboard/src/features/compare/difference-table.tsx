import { NativeSelect, Table } from "@mantine/core";
import type { ComparedShow } from "../../api/compare.ts";
import { useDefinitions } from "../../api/figures.ts";
import type { ChartSeries } from "../../charts/timeline-chart.tsx";
import { FigureText } from "../../components/figure-text.tsx";
import { Panel } from "../../components/panel.tsx";
import { Term } from "../../components/term.tsx";
import { useUrlText } from "../../components/use-url-state.ts";
import { type Reading, readingOf } from "../../format/metric.ts";
import { signedMoney } from "../../format/money.ts";
import { signedDuration, signedNumber, signedPercent, UNKNOWN } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./compare.module.css";
import { type Difference, differences } from "./differences.ts";

interface DifferenceTableProps {
  shows: readonly ComparedShow[];
  series: readonly ChartSeries[];
}

/** Each show as a whole, with how much more or less than one of them it has: so many, and as a share. */
export function DifferenceTable({ shows, series }: DifferenceTableProps) {
  const { t } = useWords();
  const definitions = useDefinitions();
  const [asked, setBase] = useUrlText("base");
  const base = shows.find(({ show }) => show === asked) ?? shows[0];
  const ids = [...new Set(shows.flatMap(({ figures }) => Object.keys(figures)))];
  // A measured none has no currency of its own.
  const currency = shows
    .flatMap(({ figures }) => Object.values(figures))
    .flatMap(({ value }) => (Array.isArray(value) ? value : []))[0]?.currency;
  const reading = (id: string): Reading => readingOf(definitions.data?.get(id)?.unit);
  return (
    <Panel
      title={t("compare.differences")}
      padded={false}
      aside={
        <NativeSelect
          size="xs"
          aria-label={t("compare.base")}
          value={base?.show}
          data={series.map(({ key, name }) => ({ value: key, label: t("compare.against", { name }) }))}
          onChange={(event) => setBase(event.currentTarget.value)}
        />
      }
    >
      <p className={classes.note}>{t("compare.rule")}</p>
      <Table
        className={classes.figures ?? ""}
        miw={200 + shows.length * 160}
        verticalSpacing={6}
        horizontalSpacing="md"
      >
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("figures.figure")}</Table.Th>
            {series.map(({ key, name }) => (
              <Table.Th key={key} ta="end">
                <bdi>{name}</bdi>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Table.Tr>
            <Table.Th scope="row">
              <Term word={t("compare.length")} formula={t("compare.lengthOf")} />
            </Table.Th>
            {shows.map(({ show, minutes }) => (
              <Table.Td key={show} ta="end">
                <FigureText value={minutes * 60} reading="seconds" />
                {show !== base?.show && (
                  <Change of={differences(minutes * 60, base && base.minutes * 60)} reading="seconds" />
                )}
              </Table.Td>
            ))}
          </Table.Tr>
          {ids.map((id) => (
            <Table.Tr key={id}>
              <Table.Th scope="row">
                <Term
                  word={definitions.data?.get(id)?.name ?? id}
                  formula={definitions.data?.get(id)?.formula ?? t("loading")}
                />
              </Table.Th>
              {shows.map(({ show, figures }) => (
                <Table.Td key={show} ta="end">
                  <FigureText value={figures[id]?.value} reading={reading(id)} currency={currency} />
                  {show !== base?.show && (
                    <Change of={differences(figures[id]?.value, base?.figures[id]?.value)} reading={reading(id)} />
                  )}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}

/** "+14 (+12%)", per currency; a dash where one of the two is unknown. */
function Change({ of, reading }: { of: readonly Difference[]; reading: Reading }) {
  const { t, locale } = useWords();
  if (of.length === 0) {
    return (
      <span className={classes.change} title={t("compare.noDifference")}>
        {UNKNOWN}
      </span>
    );
  }
  return of.map(({ currency, absolute, relative }) => (
    <span key={currency} className={classes.change}>
      {t(relative === null ? "compare.changeOnly" : "compare.change", {
        absolute:
          currency === null
            ? (reading === "seconds" ? signedDuration : signedNumber)(absolute, locale)
            : signedMoney({ amountMicros: absolute, currency }, locale),
        relative: relative === null ? "" : signedPercent(relative, locale),
      })}
    </span>
  ));
}
