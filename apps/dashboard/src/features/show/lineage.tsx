import { Button, Code, CopyButton, Skeleton, Table } from "@mantine/core";
import { useState } from "react";
import { type Lineage as LineageAnswer, type LineageSide, useLineage } from "../../api/comparisons.ts";
import type { MetricDefinition, Show } from "../../api/types.ts";
import { PlatformBadge } from "../../components/platform-badge.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { Scrolled } from "../../components/scrolled.tsx";
import { takeFocusWhileScrolled } from "../../components/take-focus-while-scrolled.ts";
import { exactMetric, readingOf } from "../../format/metric.ts";
import { exactNumber } from "../../format/number.ts";
import { dayAndClock } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./lineage.module.css";
import { LineageRows } from "./lineage-rows.tsx";
import screen from "./show.module.css";

interface LineageProps {
  id: string;
  show: Show;
  definitions: ReadonlyMap<string, MetricDefinition> | undefined;
}

/** From a number to where it comes from: the events behind each side, who sent them, and what was asked. */
export function Lineage({ id, show, definitions }: LineageProps) {
  const lineage = useLineage(show.id, id);
  if (lineage.error) return <ProblemNote error={lineage.error} onRetry={() => void lineage.refetch()} />;
  if (lineage.isPending) {
    return (
      <div aria-busy="true">
        {[0, 1, 2].map((line) => (
          <Skeleton key={line} h={48} mt="md" />
        ))}
      </div>
    );
  }
  return (
    <>
      <Sides lineage={lineage.data} show={show} definitions={definitions} />
      <Sources sources={lineage.data.sources} />
      <Queries queries={lineage.data.queries} />
    </>
  );
}

interface SidesProps {
  lineage: LineageAnswer;
  show: Show;
  definitions: LineageProps["definitions"];
}

function Sides({ lineage, show, definitions }: SidesProps) {
  const { t, locale } = useWords();
  const [opened, open] = useState<LineageSide>();
  return (
    <>
      <h3 className={screen.subheading}>{t("lineage.rows")}</h3>
      <ul className={classes.sides}>
        {lineage.sides.map(({ side, metric, value, rows }) => {
          const definition = metric ? definitions?.get(metric) : undefined;
          const reading = readingOf(definition?.unit ?? (side === "value" ? lineage.unit : undefined), metric);
          return (
            <li key={side}>
              <div className={classes.side}>
                <span>
                  <strong>{side === "value" ? lineage.name : t(`definition.${side}`)}</strong>
                  {definition && side !== "value" && ` · ${definition.name}`}
                  <span className={classes.amount}>{exactMetric(value, reading, locale, show.currency)}</span>
                </span>
                <Button
                  size="compact-xs"
                  variant="default"
                  aria-expanded={opened === side}
                  disabled={rows === 0}
                  onClick={() => open(opened === side ? undefined : side)}
                >
                  {t("lineage.count", { count: rows, rows: exactNumber(rows, locale) })}
                </Button>
              </div>
              {opened === side && <LineageRows show={show.id} metric={lineage.metric} side={side} />}
            </li>
          );
        })}
      </ul>
    </>
  );
}

function Sources({ sources }: { sources: LineageAnswer["sources"] }) {
  const { t, locale } = useWords();
  if (sources.length === 0) return <p className="dim">{t("lineage.noSources")}</p>;
  return (
    <>
      <h3 className={screen.subheading}>{t("lineage.sources")}</h3>
      <Scrolled>
        <Table horizontalSpacing={8} verticalSpacing={4}>
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("lineage.source")}</Table.Th>
              <Table.Th ta="end">{t("lineage.events")}</Table.Th>
              <Table.Th>{t("lineage.last")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {sources.map(({ platform, source, tier, events, first, last, asOf, gaps }) => (
              <Table.Tr key={source + tier}>
                <Table.Td>
                  <PlatformBadge platform={platform} />
                  <bdi className={classes.dimLine}>{source}</bdi>
                  <span className={classes.dimLine}>{t(`tier.${tier}`)}</span>
                  {gaps.map((gap) => (
                    <span key={gap.from} className={classes.gap}>
                      {t("lineage.gap", {
                        from: dayAndClock(gap.from, locale),
                        to: dayAndClock(gap.to, locale),
                        reason: gap.reason,
                      })}
                    </span>
                  ))}
                </Table.Td>
                <Table.Td ta="end">{exactNumber(events, locale)}</Table.Td>
                <Table.Td>
                  <time dateTime={last}>{dayAndClock(last, locale)}</time>
                  <span className={classes.dimLine}>{t("lineage.first", { at: dayAndClock(first, locale) })}</span>
                  <span className={classes.dimLine}>{t("lineage.asOf", { at: dayAndClock(asOf, locale) })}</span>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      </Scrolled>
    </>
  );
}

/** What ClickHouse was asked, word for word, with the values bound to it. */
function Queries({ queries }: { queries: LineageAnswer["queries"] }) {
  const { t } = useWords();
  return (
    <>
      <h3 className={screen.subheading}>{t("lineage.queries")}</h3>
      {queries.map(({ name, sql, params }) => (
        <details key={name} className={classes.query}>
          <summary>{name}</summary>
          <CopyButton value={sql}>
            {({ copied, copy }) => (
              <Button size="compact-xs" variant="default" onClick={copy}>
                {copied ? t("action.copied") : t("lineage.copy")}
              </Button>
            )}
          </CopyButton>
          <Code block ref={takeFocusWhileScrolled} dir="ltr" className={classes.sql ?? ""}>
            {sql}
          </Code>
          <Code block ref={takeFocusWhileScrolled} dir="ltr" className={classes.sql ?? ""}>
            {JSON.stringify(params, null, 2)}
          </Code>
        </details>
      ))}
    </>
  );
}
