import { Table } from "@mantine/core";
import type { FunnelAnswer, FunnelStep } from "../../api/types.ts";
import { PlatformBadge } from "../../components/platform-badge.tsx";
import { Scrolled } from "../../components/scrolled.tsx";
import { compactNumber, compactPercent, exactNumber, UNKNOWN } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./funnel.module.css";
import { useStepName } from "./step-name.ts";

interface FunnelBreakdownProps {
  rows: NonNullable<FunnelAnswer["breakdowns"]>;
  steps: readonly FunnelStep[];
}

/** The same path per platform on which people were first seen. */
export function FunnelBreakdown({ rows, steps }: FunnelBreakdownProps) {
  const { t, locale } = useWords();
  const stepName = useStepName();
  if (rows.length === 0) return null;
  return (
    <Scrolled className={classes.breakdown}>
      <Table verticalSpacing={4} withRowBorders>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("funnel.firstSeenOn")}</Table.Th>
            {steps.map((step) => (
              <Table.Th key={step.event} ta="end">
                {stepName(step.event)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {rows.map(({ value, steps: cells }) => {
            const platform = String(value ?? "");
            return (
              <Table.Tr key={platform}>
                <Table.Th scope="row">{platform === "" ? UNKNOWN : <PlatformBadge platform={platform} />}</Table.Th>
                {cells.map((cell, index) => (
                  <Table.Td key={cell.event} ta="end" title={exactNumber(cell.count, locale)}>
                    {compactNumber(cell.count, locale)}
                    {index > 0 && cell.conversionFromStart !== null && (
                      <span className={classes.cellShare}>{compactPercent(cell.conversionFromStart, locale)}</span>
                    )}
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
