import { Type } from "typebox";
import type { Rate } from "../../../../../prisma/generated/client.ts";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import { dateOfDay, day, dayOfDate } from "../../formats.ts";
import { Page, page, readCursor } from "../../lists.ts";
import { currency } from "../../money.ts";
import { notFound, Problem } from "../../problem.ts";

const NewRate = Type.Object({
  day,
  from: currency,
  to: currency,
  rate: Type.Number({ minimum: 1e-12, maximum: 1e12, description: "Units of `to` for one unit of `from`" }),
});
const RateParams = Type.Object({ day, from: currency, to: currency });

/** Rates of exchange, each of a UTC day. */
export async function rateRoutes(app: App, { database }: { database: Database }): Promise<void> {
  app.post("/v1/fx", { config: { policy: "plan" }, schema: { body: NewRate } }, async ({ caller, body }, reply) => {
    if (body.from === body.to) {
      const errors = [{ pointer: "/to", detail: "must be another currency than `from`" }];
      throw new Problem(400, "Bad Request", { detail: "A rate is between two currencies.", errors });
    }
    const key = keyOf(caller.workspace, body);
    const saved = await database.rate.upsert({
      where: { workspaceId_fromCurrency_toCurrency_day: key },
      create: { ...key, rate: String(body.rate) },
      update: { rate: String(body.rate) },
    });
    return reply.code(201).send(rateView(saved));
  });

  app.get("/v1/fx", { config: { policy: "read" }, schema: { querystring: Page } }, async ({ caller, query }) => {
    const skip = Number(readCursor(query.cursor)?.[0] ?? 0);
    const rows = await database.rate.findMany({
      where: { workspaceId: caller.workspace },
      orderBy: [{ day: "desc" }, { fromCurrency: "asc" }, { toCurrency: "asc" }],
      skip: Number.isSafeInteger(skip) && skip > 0 ? skip : 0,
      take: query.limit + 1,
    });
    return page(rows, query.limit, rateView, () => [skip + query.limit]);
  });

  app.delete(
    "/v1/fx/:day/:from/:to",
    { config: { policy: "plan" }, schema: { params: RateParams } },
    async ({ caller, params }, reply) => {
      const { count } = await database.rate.deleteMany({ where: keyOf(caller.workspace, params) });
      if (count === 0) throw notFound("rate");
      return reply.code(204).send();
    },
  );
}

const keyOf = (workspaceId: string, { day, from, to }: { day: string; from: string; to: string }) => ({
  workspaceId,
  fromCurrency: from,
  toCurrency: to,
  day: dateOfDay(day),
});

const rateView = ({ day, fromCurrency, toCurrency, rate }: Rate) => ({
  day: dayOfDate(day),
  from: fromCurrency,
  to: toCurrency,
  rate: Number(rate),
});
