import type { ClickHouseClient } from "@clickhouse/client";
import { listEvents } from "@showpulse/metrics/server";
import { Type } from "typebox";
import type { App } from "../../app.ts";
import { CHAT_TYPES } from "../../chat-types.ts";
import type { Database } from "../../database.ts";
import { id } from "../../formats.ts";
import { Page, page, positionOf } from "../../lists.ts";
import { notFound } from "../../problem.ts";

const Params = Type.Object({ id });
const ChatPage = Type.Object({
  ...Page.properties,
  type: Type.Enum([...CHAT_TYPES], { default: "chat_message" }),
});

interface ChatOptions {
  database: Database;
  clickhouse: ClickHouseClient;
}

/** What people wrote in a show, for those too who see no figures. */
export async function chatRoutes(app: App, { database, clickhouse }: ChatOptions): Promise<void> {
  app.get(
    "/v1/shows/:id/chat",
    { config: { policy: "chat" }, schema: { params: Params, querystring: ChatPage } },
    async ({ caller: { workspace }, params, query: { limit, cursor, type } }) => {
      const show = await database.show.findFirst({ where: { id: params.id, workspaceId: workspace } });
      if (!show) throw notFound("show");
      const rows = await listEvents(clickhouse, workspace, {
        show: show.id,
        type,
        before: positionOf(cursor),
        limit: limit + 1,
      });
      return page(
        rows,
        limit,
        (event) => event,
        ({ time, seq }) => [Date.parse(time), seq],
      );
    },
  );
}
