import { Skeleton, Table } from "@mantine/core";
import type { AggregateFunnelStep } from "@showpulse/metrics";
import { useAggregateFunnel } from "../../api/comparisons.ts";
import type { Show } from "../../api/types.ts";
import { Empty } from "../../components/empty.tsx";
import { PlatformBadge } from "../../components/platform-badge.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { Scrolled } from "../../components/scrolled.tsx";
import { compactNumber, compactPercent, exactNumber, UNKNOWN } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./funnel.module.css";

/** The platforms' counts from being shown to buying: nobody knows whether the same people went on. */
export function CountsFunnel({ show }: { show: Show }) {
  const { t } = useWords();
  const funnel = useAggregateFunnel(show.id, show.status !== "ended");
  if (funnel.error) return <ProblemNote error={funnel.error} onRetry={() => void funnel.refetch()} />;
  if (funnel.isPending) return <Skeleton h={160} />;
  const { platforms, together } = funnel.data;
  if (platforms.length === 0) return <Empty>{t("countsFunnel.empty")}</Empty>;
  const columns = [
    ...platforms.map(({ platform, steps }) => ({ key: platform, steps })),
    ...(platforms.length > 1 ? [{ key: "", steps: together }] : []),
  ];
  return (
    <Scrolled className={classes.breakdown}>
      <Table verticalSpacing={4} horizontalSpacing={8} withRowBorders>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("countsFunnel.step.title")}</Table.Th>
            {columns.map(({ key }) => (
              <Table.Th key={key} ta="end">
                {key === "" ? t("figures.together") : <PlatformBadge platform={key} />}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {together.map(({ step }, index) => (
            <Table.Tr key={step}>
              <Table.Th scope="row">{t(`countsFunnel.step.${step}`)}</Table.Th>
              {columns.map(({ key, steps }) => (
                <Table.Td key={key} ta="end">
                  {steps[index] && <Cell step={steps[index]} />}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
  );
}

function Cell({ step: { value, source, rate, rateIsMixed } }: { step: AggregateFunnelStep }) {
  const { t, locale } = useWords();
  if (value === null) {
    return (
      <span className="dim" title={t("figure.unknownPlatform")}>
        <span aria-hidden="true">{UNKNOWN}</span>
        <span className="visually-hidden">{t("figure.unknownPlatform")}</span>
      </span>
    );
  }
  return (
    <span className={classes.countCell}>
      <span title={exactNumber(value, locale)}>{compactNumber(value, locale)}</span>
      {rate !== null && (
        <span className={classes.cellNote} title={rateIsMixed ? t("countsFunnel.mixedRate") : undefined}>
          {compactPercent(rate, locale)}
          {rateIsMixed && <abbr title={t("countsFunnel.mixedRate")}>*</abbr>}
        </span>
      )}
      {source && <span className={classes.cellNote}>{t(`countsFunnel.source.${source}`)}</span>}
    </span>
  );
}
