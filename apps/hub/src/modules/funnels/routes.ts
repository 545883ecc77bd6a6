import type { ClickHouseClient } from "@clickhouse/client";
import { type FunnelRequest, funnel, funnelActors } from "@showpulse/metrics";
import { askFunnel, askFunnelActors, planFunnel } from "@showpulse/metrics/server";
import type { FastifyRequest } from "fastify";
import { Type } from "typebox";
import type { App } from "../../app.ts";
import { Page, page, readCursor } from "../../lists.ts";
import { funnelCsv } from "./csv.ts";

/** What contradicts itself is refused at once, not when its turn comes. */
async function refuseImpossible({ body }: FastifyRequest): Promise<void> {
  planFunnel(body as FunnelRequest);
}

/** Where people fall out on their way, and who they are. */
export async function funnelRoutes(app: App, { clickhouse }: { clickhouse: ClickHouseClient }): Promise<void> {
  app.post(
    "/v1/funnels",
    { config: { policy: "read", heavy: true }, schema: { body: funnel.params }, preHandler: refuseImpossible },
    async ({ caller, body, headers }, reply) => {
      const answer = await askFunnel(clickhouse, caller.workspace, body);
      if (!/\btext\/csv\b/i.test(headers.accept ?? "")) return answer;
      return reply
        .type("text/csv; charset=utf-8")
        .header("content-disposition", 'attachment; filename="funnel.csv"')
        .serializer(String)
        .send(funnelCsv(answer));
    },
  );

  app.post(
    "/v1/funnels/actors",
    {
      config: { policy: "read", heavy: true },
      schema: { body: funnelActors.params, querystring: Type.Object({ ...Page.properties }) },
      preHandler: refuseImpossible,
    },
    async ({ caller, body, query }) => {
      const after = readCursor(query.cursor);
      const { rows, positions } = await askFunnelActors(clickhouse, caller.workspace, body, {
        limit: query.limit,
        after: after && [String(after[0]), Number(after[1]), Number(after[2])],
      });
      const entries = rows.map((row, index) => ({ row, position: positions[index] ?? ["", 0, 0] }));
      return page(
        entries,
        query.limit,
        ({ row }) => row,
        ({ position }) => position,
      );
    },
  );
}
