import { Table } from "@mantine/core";
import { type AttributionCredit, type AttributionKey, type AttributionModel, MODELS } from "../../api/attribution.ts";
import { useKeyName } from "../../components/key-name.ts";
import { PlatformBadge } from "../../components/platform-badge.tsx";
import { Scrolled } from "../../components/scrolled.tsx";
import { Term } from "../../components/term.tsx";
import { compactMetric, exactMetric } from "../../format/metric.ts";
import { compactNumber, compactPercent, exactNumber, exactPercent, UNKNOWN } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./attribution.module.css";
import { type ModelAnswer, sideBySide } from "./side-by-side.ts";

interface ModelTableProps {
  answers: readonly ModelAnswer[];
  groupBy: AttributionKey;
  measure: "conversions" | "amount" | "share";
}

/** The nine models side by side: what each credits each key with. A key that a model does not credit has nothing. */
export function ModelTable({ answers, groupBy, measure }: ModelTableProps) {
  const { t, locale } = useWords();
  const nameOf = useKeyName(groupBy);
  const byModel = new Map(answers.map(({ model, answer }) => [model, answer]));
  const cell = (model: AttributionModel, credit: AttributionCredit | undefined) => {
    if (!credit)
      return byModel.get(model)
        ? { text: UNKNOWN, exact: t("attribution.nothing") }
        : { text: "…", exact: t("loading") };
    const { conversions, amount, share } = credit;
    if (measure === "amount")
      return { text: compactMetric(amount, "money", locale), exact: exactMetric(amount, "money", locale) };
    if (measure === "conversions")
      return { text: compactNumber(conversions, locale), exact: exactNumber(conversions, locale) };
    return share === null
      ? { text: UNKNOWN, exact: t("roi.nothingBelow") }
      : { text: compactPercent(share, locale), exact: exactPercent(share, locale) };
  };
  const line = (creditOf: (model: AttributionModel) => AttributionCredit | undefined) =>
    MODELS.map((model) => {
      const { text, exact } = cell(model, creditOf(model));
      return (
        <Table.Td key={model} ta="end" className="nowrap" title={exact}>
          {text}
        </Table.Td>
      );
    });
  return (
    <Scrolled>
      <Table miw={1040} verticalSpacing={6}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t(`group.${groupBy}`)}</Table.Th>
            {MODELS.map((model) => (
              <Table.Th key={model} ta="end">
                <Term word={t(`model.${model}`)} formula={t(`modelRule.${model}`)} />
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {sideBySide(answers).map(({ key, credits }) => (
            <Table.Tr key={key}>
              <Table.Th scope="row">
                {groupBy === "platform" && key !== "(direct)" ? <PlatformBadge platform={key} /> : nameOf(key)}
              </Table.Th>
              {line((model) => credits[model])}
            </Table.Tr>
          ))}
          <Table.Tr>
            <Table.Th scope="row" className="dim">
              {t("roi.unattributed")}
            </Table.Th>
            {line((model) => byModel.get(model)?.unattributed)}
          </Table.Tr>
        </Table.Tbody>
        <Table.Tfoot>
          <Table.Tr className={classes.total}>
            <Table.Th scope="row">{t("roi.total")}</Table.Th>
            {line((model) => byModel.get(model)?.total)}
          </Table.Tr>
        </Table.Tfoot>
      </Table>
    </Scrolled>
  );
}
