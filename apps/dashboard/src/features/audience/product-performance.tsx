import { Button, NativeSelect } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import type { AudiencePeriod } from "../../api/audience.ts";
import { MOST_PRODUCTS, PRODUCT_ORDERS, useProductPerformance, useProducts } from "../../api/products.ts";
import { useShows } from "../../api/shows.ts";
import { saveFile } from "../../charts/save-file.ts";
import { Empty } from "../../components/empty.tsx";
import { Icon } from "../../components/icon.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { usePlatformName } from "../../components/platform-badge.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useUrlChoice, useUrlText } from "../../components/use-url-state.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./audience.module.css";
import { productCsv } from "./product-csv.ts";
import { ProductTable } from "./product-table.tsx";
import { usePeriodWords } from "./use-period-words.ts";

/** Of more lines at first nobody reads the last. */
const FIRST_ROWS = 25;
const PLATFORMS = ["tiktok", "youtube", "native", "shopify", "tiktok_shop", "woocommerce"] as const;

/** Which products did best, in one show or over all shows and the shop. */
export function ProductPerformance({ period }: { period: AudiencePeriod }) {
  const { t } = useWords();
  const nameOf = usePlatformName();
  const shows = useShows().data ?? [];
  const catalogue = useProducts().data ?? [];
  const [sort, setSort] = useUrlChoice("productsBy", PRODUCT_ORDERS);
  const [show, setShow] = useUrlText("productsOf");
  const [platform, setPlatform] = useUrlText("productsOn");
  const [currency, setCurrency] = useUrlText("productsIn");
  const [limit, setLimit] = useState(FIRST_ROWS);
  const question = useProductPerformance({ ...period, show, platform, currency, sort, limit });
  const answer = question.data;
  // Events name a product by its id or by its SKU.
  const titles = new Map(catalogue.flatMap(({ id, sku, title }) => [id, sku].map((name) => [name, title])));
  const titleOf = (item: string) => titles.get(item) ?? item;
  const currencies = answer?.total.revenue?.map((money) => money.currency) ?? [];
  const periodText = usePeriodWords(period);
  return (
    <Panel
      title={t("products.title")}
      padded={false}
      aside={
        <>
          <NativeSelect
            size="xs"
            aria-label={t("group.show")}
            value={show}
            data={[
              { value: "", label: t("products.everywhere") },
              ...shows.map(({ id, title }) => ({ value: id, label: title })),
            ]}
            onChange={(event) => setShow(event.currentTarget.value)}
          />
          <NativeSelect
            size="xs"
            aria-label={t("group.platform")}
            value={platform}
            data={[
              { value: "", label: t("audience.allPlatforms") },
              ...PLATFORMS.map((name) => ({ value: name, label: nameOf(name) })),
            ]}
            onChange={(event) => setPlatform(event.currentTarget.value)}
          />
          {currencies.length > 1 && (
            <NativeSelect
              size="xs"
              aria-label={t("audience.currency")}
              value={answer?.rankedBy ?? ""}
              data={currencies}
              onChange={(event) => setCurrency(event.currentTarget.value)}
            />
          )}
          <Button
            size="compact-sm"
            variant="default"
            leftSection={<Icon name="download" size={14} />}
            disabled={!answer}
            onClick={() => answer && saveFile("products.csv", productCsv(answer, period, titleOf, t("products.all")))}
          >
            CSV
          </Button>
        </>
      }
    >
      {question.error ? (
        <div className={classes.padded}>
          <ProblemNote error={question.error} onRetry={() => void question.refetch()} />
        </div>
      ) : !answer ? (
        <Loading h={200} m="md" w="auto" />
      ) : answer.rows.length === 0 ? (
        <Empty action={<Link to="/connections">{t("nav.connections")}</Link>}>{t("products.empty")}</Empty>
      ) : (
        <>
          <p className={classes.caption}>{t("products.caption", { period: periodText })}</p>
          <ProductTable answer={answer} titleOf={titleOf} sort={sort} onSort={setSort} />
          {answer.rows.length < answer.total.products && limit < MOST_PRODUCTS && (
            <div className={classes.padded}>
              <Button size="compact-sm" variant="default" onClick={() => setLimit(MOST_PRODUCTS)}>
                {t("products.more", { shown: answer.rows.length, count: answer.total.products })}
              </Button>
            </div>
          )}
        </>
      )}
    </Panel>
  );
}
