import { SegmentedControl, Skeleton, Table } from "@mantine/core";
import { CONCEPTS, RULE_SETS } from "@showpulse/metrics";
import { type Definitions, useRules } from "../../api/comparisons.ts";
import type { Show } from "../../api/types.ts";
import { Empty } from "../../components/empty.tsx";
import { FigureText } from "../../components/figure-text.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { Scrolled } from "../../components/scrolled.tsx";
import { useUrlChoice } from "../../components/use-url-state.ts";
import { readingOf } from "../../format/metric.ts";
import { useWords } from "../../i18n/index.ts";
import { RuleReasons } from "./rule-reasons.tsx";
import classes from "./rules.module.css";
import screen from "./show.module.css";

type RuleSet = Definitions["sets"][number];

/** Whose rules? The same show as five would count it, side by side. */
export function Rules({ show }: { show: Show }) {
  const { t } = useWords();
  const [chosen, choose] = useUrlChoice("rules", RULE_SETS);
  const rules = useRules(show.id);
  const sets = rules.data?.sets ?? [];
  const set = sets.find(({ id }) => id === chosen);
  const known = sets.some(({ figures }) => figures.some(({ value }) => value !== null));
  return (
    <Panel
      title={t("rules.title")}
      padded={false}
      className={screen.last}
      aside={
        <div className={classes.choice}>
          <SegmentedControl
            size="xs"
            aria-label={t("rules.title")}
            value={chosen}
            data={RULE_SETS.map((value) => ({ value, label: t(`rules.set.${value}`) }))}
            onChange={choose}
          />
        </div>
      }
    >
      {rules.error ? (
        <div className={classes.note}>
          <ProblemNote error={rules.error} onRetry={() => void rules.refetch()} />
        </div>
      ) : rules.isPending ? (
        <Skeleton h={240} m="md" w="auto" />
      ) : known ? (
        <>
          <RuleTable sets={sets} chosen={chosen} show={show} />
          {set && <RuleReasons set={set} show={show} />}
        </>
      ) : (
        <Empty>{t("rules.empty")}</Empty>
      )}
    </Panel>
  );
}

function RuleTable({ sets, chosen, show }: { sets: readonly RuleSet[]; chosen: string; show: Show }) {
  const { t } = useWords();
  return (
    <Scrolled>
      <Table className={classes.table ?? ""} verticalSpacing={6} horizontalSpacing="sm">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("rules.question")}</Table.Th>
            {sets.map(({ id }) => (
              <Table.Th key={id} ta="end" data-chosen={id === chosen || undefined} className={classes.column ?? ""}>
                {t(`rules.set.${id}`)}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {CONCEPTS.map((concept) => (
            <Table.Tr key={concept}>
              <Table.Th scope="row">
                <bdi>{t(`rules.concept.${concept}`)}</bdi>
              </Table.Th>
              {sets.map(({ id, figures }) => {
                const figure = figures.find((each) => each.concept === concept);
                return (
                  <Table.Td
                    key={id}
                    ta="end"
                    data-chosen={id === chosen || undefined}
                    className={classes.column ?? ""}
                    title={figure?.formula}
                  >
                    <FigureText
                      value={figure?.value}
                      reading={readingOf(figure?.unit)}
                      currency={show.currency}
                      whyUnknown={figure ? t("figure.unknown") : t("rules.none")}
                    />
                    {figure && <span className={classes.name}>{figure.name}</span>}
                  </Table.Td>
                );
              })}
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Scrolled>
  );
}
