import { type Static, Type } from "typebox";
import { Compile } from "typebox/compile";
import type { App } from "../../app.ts";
import { decimalCell, microsCell } from "../../bulk/cells.ts";
import { BULK_LIMIT, BULK_SCHEMA, takeCsv } from "../../bulk/routes.ts";
import { type CsvForm, checkRows, inOrder, readTable, refuseFaulty } from "../../bulk/table.ts";
import type { Database } from "../../database.ts";
import { id, text } from "../../formats.ts";
import { costRow, NewCost } from "./cost.ts";
import { insertCosts } from "./insert-costs.ts";
import { resolveNames } from "./names.ts";
import { repeatedLines } from "./repeats.ts";

const BulkCost = Type.Object({ ...NewCost.properties, campaign: text(200) });
export type BulkCost = Static<typeof BulkCost>;
const validator = Compile(BulkCost);

const CSV: CsvForm = {
  columns: ["campaign", "day", "kind", "amount", "amountMicros", "currency", "platform", "creator", "show"],
  read: ({ amount: _amount, amountMicros: _micros, ...cells }) => {
    const given = { amount: _amount ?? "", amountMicros: _micros ?? "" };
    const amountMicros =
      _amount === undefined
        ? _micros === undefined
          ? undefined
          : microsCell(given, "amountMicros")
        : decimalCell(given, "amount");
    return { ...cells, ...(amountMicros === undefined ? {} : { amountMicros }) };
  },
};

const Ids = Type.Object({ ids: Type.Array(id, { minItems: 1, maxItems: 5000 }) });

/** Many costs at once, all or none, of campaigns and creators given by id or by name; and all of them undone. */
export async function costBulkRoutes(app: App, { database }: { database: Database }): Promise<void> {
  takeCsv(app);
  app.post(
    "/v1/costs/bulk",
    { config: { policy: "plan" }, ...BULK_LIMIT, schema: BULK_SCHEMA },
    async ({ caller: { workspace }, query: { dryRun }, body }, reply) => {
      const table = readTable(body, CSV);
      const checked = checkRows(table.rows, validator);
      const { rows, faults } = await resolveNames(database, workspace, checked.rows);
      const all = [...table.faults, ...checked.faults, ...faults];
      const costs = rows.map(({ row: { campaign, ...cost } }) => costRow(workspace, campaign, cost));
      const repeats = await repeatedLines(
        database,
        workspace,
        rows.map(({ line }, index) => ({ line, cost: costs[index] as (typeof costs)[number] })),
      );
      if (dryRun)
        return {
          dryRun,
          rows: table.rows.length + table.faults.length,
          created: rows.length,
          repeats,
          errors: inOrder(all),
        };
      refuseFaulty(all);
      await insertCosts(database, costs);
      const createdIds = costs.map(({ id }) => id);
      const answer = { dryRun, rows: rows.length, created: costs.length, createdIds, repeats, errors: [] };
      return reply.code(201).send(answer);
    },
  );

  for (const [path, deletedAt] of [
    ["/v1/costs/undo", () => new Date()],
    ["/v1/costs/redo", () => null],
  ] as const) {
    app.post(path, { config: { policy: "plan" }, schema: { body: Ids } }, async ({ caller, body }) => {
      const where = { workspaceId: caller.workspace, id: { in: body.ids } };
      const { count } = await database.cost.updateMany({ where, data: { deletedAt: deletedAt() } });
      return { changed: count };
    });
  }
}
