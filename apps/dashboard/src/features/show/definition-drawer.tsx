import { Drawer, Skeleton, Table, Tabs } from "@mantine/core";
import { useDefinitions } from "../../api/figures.ts";
import type { Figure, MetricDefinition, Show, ShowMetrics } from "../../api/types.ts";
import { FigureText } from "../../components/figure-text.tsx";
import { PlatformBadge } from "../../components/platform-badge.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useUrlChoice, useUrlText } from "../../components/use-url-state.ts";
import { exactMetric, type Reading, readingOf } from "../../format/metric.ts";
import { clockWithSeconds } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import type { LiveShow } from "../../live/live-show.ts";
import { currentValue, unitOf } from "./figures.ts";
import { Lineage } from "./lineage.tsx";
import { PlatformNames } from "./platform-names.tsx";
import classes from "./show.module.css";

interface DefinitionDrawerProps {
  show: Show;
  live: LiveShow;
  metrics: ShowMetrics | undefined;
  platforms: readonly string[];
}

/** Two ways to look at a figure. */
const ABOUT = ["meaning", "lineage"] as const;

/** What a figure means, out of what it was made, and how good it is. The address names the figure. */
export function DefinitionDrawer(props: DefinitionDrawerProps) {
  const { t } = useWords();
  const [id, explain] = useUrlText("explain");
  const [about, chooseAbout] = useUrlChoice("about", ABOUT);
  const definitions = useDefinitions();
  const definition = definitions.data?.get(id);
  return (
    <Drawer
      opened={id !== ""}
      onClose={() => explain("")}
      position="right"
      size="lg"
      title={<strong>{definition?.name ?? id}</strong>}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {definitions.error && <ProblemNote error={definitions.error} onRetry={() => void definitions.refetch()} />}
      {id !== "" && (
        <Tabs
          value={about}
          onChange={(tab) => chooseAbout(ABOUT.find((each) => each === tab) ?? "meaning")}
          keepMounted={false}
        >
          <Tabs.List aria-label={t("definition.tabs")} mb="md">
            {ABOUT.filter((tab) => tab === "meaning" || definition?.ofShow).map((tab) => (
              <Tabs.Tab key={tab} value={tab}>
                {t(`definition.tab.${tab}`)}
              </Tabs.Tab>
            ))}
          </Tabs.List>
          <Tabs.Panel value="meaning">
            <Definition {...props} id={id} definition={definition} definitions={definitions.data} />
          </Tabs.Panel>
          <Tabs.Panel value="lineage">
            <Lineage id={id} show={props.show} definitions={definitions.data} />
          </Tabs.Panel>
        </Tabs>
      )}
    </Drawer>
  );
}

interface DefinitionProps extends DefinitionDrawerProps {
  id: string;
  definition: MetricDefinition | undefined;
  definitions: ReadonlyMap<string, MetricDefinition> | undefined;
}

function Definition({ id, definition, definitions, show, live, metrics, platforms }: DefinitionProps) {
  const { t, locale } = useWords();
  const figure: Figure | undefined = metrics?.metrics[id];
  const reading = readingOf(unitOf(id, definitions, metrics?.metrics), id);
  const value = currentValue(id, live, metrics?.metrics) ?? null;
  if (definitions && !definition && !figure) return <p className="dim">{t("definition.noSuch", { id })}</p>;
  const onlyApart = platforms.some((platform) => (metrics?.byPlatform[platform]?.[id]?.value ?? null) !== null);
  const part = (name: string | undefined, given: Figure["numerator"]) => {
    if (name === undefined && given === undefined) return null;
    const partReading: Reading = readingOf(name ? unitOf(name, definitions, metrics?.metrics) : undefined);
    const amount = given === undefined ? null : exactMetric(given, partReading, locale, show.currency);
    return [name && (definitions?.get(name)?.name ?? name), amount].filter(Boolean).join(": ");
  };
  const write = (bound: number) => exactMetric(bound, reading, locale, show.currency);
  const rows: [string, string | null][] = [
    [t("definition.formula"), definition?.formula.replaceAll("`", "") ?? null],
    [t("definition.numerator"), part(definition?.numerator, figure?.numerator)],
    [t("definition.denominator"), part(definition?.denominator, figure?.denominator)],
    [t("definition.unit"), definition?.unit ?? figure?.unit ?? null],
    [t("definition.tier"), figure?.source ? t(`tier.${figure.source}`) : null],
    [
      t("definition.interval"),
      figure?.interval ? `${write(figure.interval.low)} – ${write(figure.interval.high)}` : null,
    ],
    [t("definition.parts"), figure?.parts?.map(({ key, value: part }) => `${key}: ${part}`).join(", ") ?? null],
    [t("definition.madeOf"), definition ? madeOf(definition, t("definition.anybody")) : null],
    [t("definition.note"), figure?.note ?? null],
    [t("definition.asOf"), asOf(id, live, figure, locale)],
  ];
  return (
    <>
      {metrics === undefined && value === null ? (
        <Skeleton h={36} w={120} mb="sm" />
      ) : (
        <p className={classes.definitionValue}>{exactMetric(value, reading, locale, show.currency)}</p>
      )}
      {metrics !== undefined && value === null && (
        <p className="dim">{onlyApart ? t("figure.unknownPeople") : t("figure.unknown")}</p>
      )}
      <dl className={classes.definition}>
        {rows.map(([term, text]) => text && <Term key={term} term={term} text={text} />)}
      </dl>
      {platforms.length > 0 && (
        <Table mt="md" horizontalSpacing={0}>
          <Table.Tbody>
            {platforms.map((platform) => (
              <Table.Tr key={platform}>
                <Table.Td>
                  <PlatformBadge platform={platform} />
                </Table.Td>
                <Table.Td ta="end">
                  <FigureText
                    value={metrics?.byPlatform[platform]?.[id]?.value}
                    reading={reading}
                    currency={show.currency}
                    whyUnknown={t("figure.unknownPlatform")}
                  />
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {definition && <PlatformNames names={definition.platformNames} />}
    </>
  );
}

function Term({ term, text }: { term: string; text: string }) {
  return (
    <>
      <dt>{term}</dt>
      <dd>{text}</dd>
    </>
  );
}

/** Types of events, and what else it is made of; `*` is everything that names somebody. */
const madeOf = ({ sources }: MetricDefinition, anybody: string): string =>
  [...new Set(sources.flatMap(({ events, also }) => [...events, ...(also ? [also] : [])]))]
    .map((one) => (one === "*" ? anybody : one))
    .join(", ");

/** The time for which the value is good: of the last push if that gave it, else of the last answer. */
function asOf(id: string, live: LiveShow, figure: Figure | undefined, locale: string): string | null {
  const at = live.metrics[id] === undefined ? figure?.asOf : live.at;
  return at ? clockWithSeconds(at, locale) : null;
}
