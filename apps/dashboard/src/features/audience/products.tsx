import { SegmentedControl } from "@mantine/core";
import { type AudiencePeriod, type ProductOverShows, useProductsOverShows } from "../../api/audience.ts";
import { useShows } from "../../api/shows.ts";
import { ChartFrame } from "../../charts/chart-frame.tsx";
import { type HeatCell, HeatMap } from "../../charts/heat-map.tsx";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useUrlChoice } from "../../components/use-url-state.ts";
import { compactMetric, exactMetric } from "../../format/metric.ts";
import { amountIn } from "../../format/money.ts";
import { compactNumber, exactNumber, exactPercent, UNKNOWN } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import { showDays } from "./show-names.ts";
import { usePeriodWords } from "./use-period-words.ts";

const MEASURES = ["units", "revenue", "clicks"] as const;
/** More lines nobody compares; the table behind has all. */
const MOST_DRAWN = 20;

type Figures = ProductOverShows["total"];

/** How each product did from show to show. */
export function Products({ period }: { period: AudiencePeriod }) {
  const { t, locale } = useWords();
  const [measure, setMeasure] = useUrlChoice("products", MEASURES);
  const question = useProductsOverShows(period);
  const known = useShows().data ?? [];
  const products = question.data ?? [];
  const seen = new Set(products.flatMap(({ shows }) => shows.map(({ show }) => show)));
  const shows = known
    .filter(({ id }) => seen.has(id))
    .toSorted((a, b) => (a.startedAt ?? "").localeCompare(b.startedAt ?? ""));
  const days = showDays(shows, locale);
  // Amounts of several currencies are not compared: the colour is that of the product's first one.
  const currency = products[0]?.total.revenue[0]?.currency;
  const amountOf = (figures: Figures | undefined): number | null =>
    figures === undefined ? null : measure === "revenue" ? amountIn(figures.revenue, currency) : figures[measure];
  const written = (figures: Figures) =>
    measure === "revenue" ? compactMetric(figures.revenue, "money", locale) : compactNumber(figures[measure], locale);
  const detail = (name: string, where: string, figures: Figures) =>
    t("audience.productDetail", {
      name,
      where,
      pins: exactNumber(figures.pins, locale),
      clicks: exactNumber(figures.clicks, locale),
      units: exactNumber(figures.units, locale),
      revenue: exactMetric(figures.revenue, "money", locale, currency),
      rate: figures.ctorItem === null ? UNKNOWN : exactPercent(figures.ctorItem, locale),
    });
  const highest = Math.max(0, ...products.flatMap(({ shows: own }) => own.map((figures) => amountOf(figures) ?? 0)));
  const named = shows.map(({ id, title }) => {
    const name = days.get(id) ?? "";
    return { key: id, name, title: t("compare.show", { title, day: name }) };
  });
  const columns = [...named, { key: "total", name: t("audience.allShows") }];
  const rows = products.slice(0, MOST_DRAWN).map(({ item, name, total, shows: own }) => {
    const called = name ?? item;
    const cells = shows.map(({ id, title }): HeatCell | null => {
      const figures = own.find(({ show }) => show === id);
      if (!figures) return null;
      const strength = highest === 0 ? 0 : (amountOf(figures) ?? 0) / highest;
      return { strength, text: written(figures), detail: detail(called, title, figures) };
    });
    const all = { strength: 0, text: written(total), detail: detail(called, t("audience.allShows"), total) };
    return { key: item, name: called, cells: [...cells, all] };
  });
  const caption = t("audience.productsCaption", {
    what: t(`audience.productMeasures.${measure}`),
    period: usePeriodWords(period),
  });
  return (
    <Panel
      title={t("audience.products")}
      aside={
        <SegmentedControl
          size="xs"
          aria-label={t("attribution.measure")}
          value={measure}
          data={MEASURES.map((value) => ({ value, label: t(`audience.productMeasures.${value}`) }))}
          onChange={setMeasure}
        />
      }
    >
      {question.error ? (
        <ProblemNote error={question.error} onRetry={() => void question.refetch()} />
      ) : !question.data ? (
        <Loading h={200} />
      ) : products.length === 0 ? (
        <Empty>{t("audience.noProducts")}</Empty>
      ) : (
        <ChartFrame
          caption={caption}
          file={`products-${measure}`}
          write={(value) => exactNumber(value, locale)}
          table={{
            head: [t("product.title"), ...named.map(({ title }) => title), t("audience.allShows")],
            units: ["", ...columns.map(() => (measure === "revenue" ? (currency ?? "") : ""))],
            rows: products.map(({ item, name, total, shows: own }) => [
              name ?? item,
              ...shows.map(({ id }) => amountOf(own.find(({ show }) => show === id))),
              amountOf(total),
            ]),
          }}
        >
          <HeatMap
            label={caption}
            columns={columns}
            rows={rows}
            hint={t("audience.productsHint")}
            names={168}
            cell={96}
          />
        </ChartFrame>
      )}
    </Panel>
  );
}
