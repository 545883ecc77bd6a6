import { Button, NativeSelect, Table } from "@mantine/core";
import { MODELS } from "../../api/attribution.ts";
import { type CreatorStatement, useCreators, useStatement } from "../../api/creators.ts";
import type { Money } from "../../api/types.ts";
import { saveFile } from "../../charts/save-file.ts";
import { Empty } from "../../components/empty.tsx";
import { Icon } from "../../components/icon.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { PeriodField, usePeriod } from "../../components/period-field.tsx";
import { PlatformBadge } from "../../components/platform-badge.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { Term } from "../../components/term.tsx";
import { useUrlChoice, useUrlText } from "../../components/use-url-state.ts";
import { exactMetric } from "../../format/metric.ts";
import { exactMoney } from "../../format/money.ts";
import { compactPercent, exactNumber, exactPercent } from "../../format/number.ts";
import { day, dayAndClock } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./campaigns.module.css";
import { statementCsv } from "./statement-csv.ts";

const AMOUNTS = ["revenue", "refunds", "netRevenue", "commission"] as const;
/** Rows that are drawn; the file has all. */
const MOST_ROWS = 200;

/** What a creator is owed for a period, order by order, to be looked at and handed over. */
export function Statements() {
  const { t, locale } = useWords();
  const creators = useCreators();
  const period = usePeriod();
  const [asked, setCreator] = useUrlText("creator");
  const [model, setModel] = useUrlChoice("model", MODELS);
  const creator = creators.data?.find(({ id }) => id === asked) ?? creators.data?.[0];
  const { from, to } = period;
  const statement = useStatement(creator?.id ?? "", { from, to, model });
  const answer = statement.data;
  if (creators.data?.length === 0) return null;
  const save = () =>
    answer &&
    saveFile(
      "statement.csv",
      statementCsv(answer, { from, to, model }, creator?.name ?? answer.creator, t("roi.total")),
    );
  const words = { from: day(`${from}T12:00`, locale), to: day(`${to}T12:00`, locale) };
  return (
    <Panel
      title={t("statement.title")}
      padded={false}
      aside={
        <>
          <NativeSelect
            size="xs"
            aria-label={t("group.creator")}
            value={creator?.id}
            data={(creators.data ?? []).map(({ id, name }) => ({ value: id, label: name }))}
            onChange={(event) => setCreator(event.currentTarget.value)}
          />
          <PeriodField {...period} />
          <NativeSelect
            size="xs"
            aria-label={t("roi.model")}
            value={model}
            data={MODELS.map((value) => ({ value, label: t(`model.${value}`) }))}
            onChange={(event) => setModel(event.currentTarget.value as (typeof MODELS)[number])}
          />
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Icon name="download" size={14} />}
            disabled={!answer}
            onClick={save}
          >
            CSV
          </Button>
        </>
      }
    >
      {statement.error ? (
        <div className={classes.padded}>
          <ProblemNote error={statement.error} onRetry={() => void statement.refetch()} />
        </div>
      ) : !answer ? (
        <Loading h={160} m="md" w="auto" />
      ) : (
        <>
          <p className={classes.caption}>
            {t("statement.caption", {
              name: creator?.name ?? "",
              period: t("builder.period", words),
              model: t(`model.${model}`),
              rate: exactPercent(answer.rate, locale),
            })}
          </p>
          {answer.typed.length > 0 && (
            <p className={classes.caption}>
              {t("statement.typed", { amounts: exactMetric(answer.typed, "money", locale) })}
            </p>
          )}
          {answer.lines.length === 0 ? <Empty>{t("statement.empty")}</Empty> : <Lines statement={answer} />}
        </>
      )}
    </Panel>
  );
}

function Lines({ statement }: { statement: CreatorStatement }) {
  const { t, locale } = useWords();
  const money = (amount: Money) => exactMoney(amount, locale);
  const { lines, totals } = statement;
  return (
    <>
      <Table miw={880} verticalSpacing={4} horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("statement.at")}</Table.Th>
            <Table.Th>{t("statement.order")}</Table.Th>
            <Table.Th>{t("group.platform")}</Table.Th>
            <Table.Th ta="end">
              <Term word={t("statement.share")} formula={t("statement.formula.share")} />
            </Table.Th>
            {AMOUNTS.map((column) => (
              <Table.Th key={column} ta="end">
                <Term word={t(`statement.${column}`)} formula={t(`statement.formula.${column}`)} />
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {lines.slice(0, MOST_ROWS).map((line, index) => (
            <Table.Tr key={index}>
              <Table.Td className="nowrap">
                <bdi>{dayAndClock(line.at, locale)}</bdi>
              </Table.Td>
              <Table.Th scope="row">{line.order.split("\n").at(-1)}</Table.Th>
              <Table.Td>
                <PlatformBadge platform={line.platform} />
              </Table.Td>
              <Table.Td ta="end">{compactPercent(line.share, locale)}</Table.Td>
              {AMOUNTS.map((column) => (
                <Table.Td key={column} ta="end" className="nowrap">
                  {money(line[column])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tbody>
        <Table.Tfoot>
          {totals.map((total) => (
            <Table.Tr key={total.currency} className={classes.total}>
              <Table.Th scope="row" colSpan={3}>
                {t("statement.due")}
              </Table.Th>
              <Table.Td ta="end">
                <bdi>{t("statement.orders", { orders: exactNumber(total.orders, locale) })}</bdi>
              </Table.Td>
              {AMOUNTS.map((column) => (
                <Table.Td key={column} ta="end" className="nowrap">
                  {money(total[column])}
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
        </Table.Tfoot>
      </Table>
      {lines.length > MOST_ROWS && (
        <p className={classes.caption}>{t("statement.more", { shown: MOST_ROWS, count: lines.length })}</p>
      )}
    </>
  );
}
