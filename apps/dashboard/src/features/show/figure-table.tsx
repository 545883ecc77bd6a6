import { Skeleton, Table, UnstyledButton } from "@mantine/core";
import { Fragment } from "react";
import { useDefinitions } from "../../api/figures.ts";
import type { Show, ShowMetrics } from "../../api/types.ts";
import { FigureText } from "../../components/figure-text.tsx";
import { Panel } from "../../components/panel.tsx";
import { PlatformBadge } from "../../components/platform-badge.tsx";
import { useUrlText } from "../../components/use-url-state.ts";
import { readingOf } from "../../format/metric.ts";
import { useWords } from "../../i18n/index.ts";
import { MORE_FIGURES, unitOf } from "./figures.ts";
import classes from "./show.module.css";

interface FigureTableProps {
  show: Show;
  metrics: ShowMetrics | undefined;
  platforms: readonly string[];
}

/** All further figures, together and per platform; a figure's name opens what it means. */
export function FigureTable({ show, metrics, platforms }: FigureTableProps) {
  const { t } = useWords();
  const definitions = useDefinitions();
  const [, explain] = useUrlText("explain");
  return (
    <Panel title={t("figures.title")} padded={false} className={classes.last}>
      <Table className={classes.figures ?? ""} verticalSpacing={4} horizontalSpacing="md" highlightOnHover>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("figures.figure")}</Table.Th>
            <Table.Th ta="end">{t("figures.together")}</Table.Th>
            {platforms.map((platform) => (
              <Table.Th key={platform} ta="end">
                <PlatformBadge platform={platform} />
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {MORE_FIGURES.map(({ group, ids }) => (
            <Fragment key={group}>
              <Table.Tr className={classes.groupRow ?? ""}>
                <Table.Th colSpan={2 + platforms.length} scope="rowgroup">
                  {t(`figures.group.${group}`)}
                </Table.Th>
              </Table.Tr>
              {ids.map((id) => {
                const reading = readingOf(unitOf(id, definitions.data, metrics?.metrics), id);
                return (
                  <Table.Tr key={id}>
                    <Table.Th scope="row">
                      <UnstyledButton className={classes.figureName ?? ""} onClick={() => explain(id)}>
                        {definitions.data?.get(id)?.name ?? id}
                      </UnstyledButton>
                    </Table.Th>
                    <Table.Td ta="end">
                      {metrics ? (
                        <FigureText
                          value={metrics.metrics[id]?.value}
                          reading={reading}
                          currency={show.currency}
                          whyUnknown={onlyApart(metrics, id) ? t("figure.unknownPeople") : undefined}
                        />
                      ) : (
                        <Skeleton h={14} w={48} ms="auto" />
                      )}
                    </Table.Td>
                    {platforms.map((platform) => (
                      <Table.Td key={platform} ta="end">
                        {metrics ? (
                          <FigureText
                            value={metrics.byPlatform[platform]?.[id]?.value}
                            reading={reading}
                            currency={show.currency}
                            whyUnknown={t("figure.unknownPlatform")}
                          />
                        ) : (
                          <Skeleton h={14} w={48} ms="auto" />
                        )}
                      </Table.Td>
                    ))}
                  </Table.Tr>
                );
              })}
            </Fragment>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}

/** Whether platforms give the figure though it cannot be said of all together. */
const onlyApart = (metrics: ShowMetrics, id: string): boolean =>
  Object.values(metrics.byPlatform).some((figures) => (figures[id]?.value ?? null) !== null);
