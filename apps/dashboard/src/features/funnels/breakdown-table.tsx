import { Table } from "@mantine/core";
import type { FunnelResult } from "../../api/funnels.ts";
import { PlatformBadge } from "../../components/platform-badge.tsx";
import { Scrolled } from "../../components/scrolled.tsx";
import { compactNumber, compactPercent, exactNumber, UNKNOWN } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./funnels.module.css";
import { useStepWord } from "./step-word.ts";
import { Who } from "./who.tsx";

type Row = NonNullable<FunnelResult["breakdowns"]>[number];

interface BreakdownTableProps {
  prop: string;
  rows: Row[];
  onWho: (step: number, of: Pick<Row, "value">) => void;
}

/** A breakdown's value as text; "" is the empty one. */
export const valueText = (value: Row["value"]): string =>
  Array.isArray(value) ? value.map((part) => part ?? "–").join(" · ") : (value ?? "");

/** The same way per value of a property, with the share of the first step beside each count. */
export function BreakdownTable({ prop, rows, onWho }: BreakdownTableProps) {
  const { t, locale } = useWords();
  const word = useStepWord();
  return (
    <Scrolled>
      <Table verticalSpacing={4} miw={560}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{prop}</Table.Th>
            {(rows[0]?.steps ?? []).map((step, index) => (
              // A step has no identity but its place.
              <Table.Th key={index} ta="end">
                <span>
                  {index + 1} {word(step.event)}
                </span>
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ value, steps }, place) => {
            const text = valueText(value);
            return (
              <Table.Tr key={`${place} ${text}`}>
                <Table.Th scope="row">
                  {text === "" ? (
                    <span className="dim">{t("builder.emptyValue")}</span>
                  ) : prop === "platform" && text !== "Other" ? (
                    <PlatformBadge platform={text} />
                  ) : (
                    text
                  )}
                </Table.Th>
                {steps.map((cell, index) => (
                  <Table.Td key={index} ta="end" title={exactNumber(cell.count, locale)} className="nowrap">
                    <Who
                      label={t("builder.whoReachedOf", {
                        number: index + 1,
                        value: text === "" ? t("builder.emptyValue") : text,
                      })}
                      disabled={cell.count === 0}
                      onClick={() => onWho(index, { value })}
                    >
                      {compactNumber(cell.count, locale)}
                    </Who>
                    <span className={classes.cellShare}>
                      {index === 0
                        ? ""
                        : cell.conversionFromStart === null
                          ? UNKNOWN
                          : compactPercent(cell.conversionFromStart, locale)}
                    </span>
                  </Table.Td>
                ))}
              </Table.Tr>
            );
          })}
        </Table.Tbody>
      </Table>
    </Scrolled>
  );
}
