import { randomUUID } from "node:crypto";
import { Compile } from "typebox/compile";
import type { App } from "../../app.ts";
import { decimalCell, integerCell } from "../../bulk/cells.ts";
import { BULK_LIMIT, BULK_SCHEMA, takeCsv } from "../../bulk/routes.ts";
import {
  CellFault,
  type CsvForm,
  checkRows,
  inOrder,
  type LineFault,
  readTable,
  refuseFaulty,
} from "../../bulk/table.ts";
import { type Database, Prisma } from "../../database.ts";
import { NewProduct } from "./product.ts";

const validator = Compile(NewProduct);

const CSV: CsvForm = {
  columns: ["sku", "title", "price", "currency", "cost", "costCurrency", "stock", "image"],
  read: (cells) => {
    const { sku, title, currency, image } = cells;
    const price = decimalCell(cells, "price");
    const cost = decimalCell(cells, "cost");
    const stock = integerCell(cells, "stock");
    if (price === undefined) throw new CellFault("price", "is missing");
    if (currency === undefined) throw new CellFault("currency", "is missing");
    return {
      ...(sku === undefined ? {} : { sku }),
      ...(title === undefined ? {} : { title }),
      price: { amountMicros: price, currency },
      ...(cost === undefined ? {} : { cost: { amountMicros: cost, currency: cells.costCurrency ?? currency } }),
      ...(stock === undefined ? {} : { stock }),
      ...(image === undefined ? {} : { image }),
    };
  },
};

/**
 * Many products at once, all or none. A known SKU is brought up to date (what a row does not name stays), another
 * becomes a product.
 */
export async function productBulkRoute(app: App, { database }: { database: Database }): Promise<void> {
  takeCsv(app);
  app.post(
    "/v1/products/bulk",
    { config: { policy: "plan" }, ...BULK_LIMIT, schema: BULK_SCHEMA },
    async ({ caller, query, body }, reply) => {
      const table = readTable(body, CSV);
      const { rows, faults } = checkRows(table.rows, validator);
      const all = [...table.faults, ...faults, ...repeated(rows)];
      const skus = rows.map(({ row }) => row.sku);
      if (query.dryRun) {
        const where = { workspaceId: caller.workspace, sku: { in: skus }, deletedAt: null };
        const updated = await database.product.count({ where });
        const read = table.rows.length + table.faults.length;
        return { dryRun: true, rows: read, created: rows.length - updated, updated, errors: inOrder(all) };
      }
      refuseFaulty(all);
      const saved = await save(
        database,
        caller.workspace,
        rows.map(({ row }) => row),
      );
      const created = saved.filter(({ made }) => made).map(({ id }) => id);
      return reply.code(201).send({
        dryRun: false,
        rows: rows.length,
        created: created.length,
        updated: saved.length - created.length,
        createdIds: created,
        errors: [],
      });
    },
  );
}

function repeated(rows: readonly { line: number; row: NewProduct }[]): LineFault[] {
  const first = new Map<string, number>();
  return rows.flatMap(({ line, row: { sku } }) => {
    const before = first.get(sku);
    if (before === undefined) first.set(sku, line);
    return before === undefined ? [] : [{ line, pointer: "/sku", detail: `"${sku}" stands in line ${before} already` }];
  });
}

/** One statement, so that all rows are taken in or none. A product that was deleted comes back and counts as made. */
async function save(database: Database, workspace: string, products: readonly NewProduct[]) {
  const rows = products.map(({ sku, title, price, cost, stock, image }) => ({
    id: randomUUID(),
    sku,
    title,
    price_micros: price.amountMicros,
    price_currency: price.currency,
    cost_micros: cost?.amountMicros ?? null,
    cost_currency: cost?.currency ?? null,
    stock,
    image: image ?? null,
  }));
  return database.$queryRaw<{ id: string; made: boolean }[]>(Prisma.sql`
    WITH rows AS (
      SELECT * FROM jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) AS row(
        id text, sku text, title text, price_micros bigint, price_currency text, cost_micros bigint, cost_currency text,
        stock integer, image text)
    ), known AS (
      SELECT sku, deleted_at FROM products WHERE workspace_id = ${workspace} AND sku IN (SELECT sku FROM rows)
    ), saved AS (
      INSERT INTO products AS old (id, workspace_id, sku, title, price_micros, price_currency, cost_micros,
        cost_currency, stock, image)
      SELECT id, ${workspace}, sku, title, price_micros, price_currency, cost_micros, cost_currency, stock, image
      FROM rows
      ON CONFLICT (workspace_id, sku) DO UPDATE SET
        title = excluded.title, price_micros = excluded.price_micros, price_currency = excluded.price_currency,
        cost_micros = coalesce(excluded.cost_micros, old.cost_micros),
        cost_currency = coalesce(excluded.cost_currency, old.cost_currency),
        stock = excluded.stock, image = coalesce(excluded.image, old.image), deleted_at = NULL
      RETURNING id, sku
    )
    SELECT saved.id, known.sku IS NULL OR known.deleted_at IS NOT NULL AS made
    FROM saved LEFT JOIN known ON known.sku = saved.sku`);
}
