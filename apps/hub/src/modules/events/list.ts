import type { ClickHouseClient } from "@clickhouse/client";
import { EVENT_TYPES } from "@showpulse/connectors/event";
import { listEvents } from "@showpulse/metrics/server";
import { Type } from "typebox";
import type { App } from "../../app.ts";
import { instant } from "../../formats.ts";
import { Page, page, readCursor } from "../../lists.ts";
import { Problem } from "../../problem.ts";

const text = Type.Optional(Type.String({ maxLength: 256 }));

const Selection = Type.Object({
  ...Page.properties,
  show: text,
  type: text,
  actor: text,
  from: Type.Optional(instant),
  to: Type.Optional(instant),
});

/** What moderators look after; everything else is figures, or the way to them. */
const OF_CHAT: readonly string[] = EVENT_TYPES.social;

/** Stored events, newest first. */
export async function eventListRoutes(app: App, { clickhouse }: { clickhouse: ClickHouseClient }): Promise<void> {
  app.get(
    "/v1/events",
    { config: { policy: "chat" }, schema: { querystring: Selection } },
    async ({ caller, query }) => {
      const { show, type, actor, from, to, limit, cursor } = query;
      if (caller.role === "moderator" && !(type !== undefined && OF_CHAT.includes(type))) {
        const detail = `A moderator asks for one type at a time, of: ${OF_CHAT.join(", ")}.`;
        throw new Problem(403, "Forbidden", { detail, errors: [{ pointer: "/type", detail }] });
      }
      const position = readCursor(cursor);
      const events = await listEvents(clickhouse, caller.workspace, {
        show,
        type,
        actor,
        from: from === undefined ? undefined : Date.parse(from),
        to: to === undefined ? undefined : Date.parse(to),
        limit: limit + 1,
        before: position && [Number(position[0]), Number(position[1])],
      });
      return page(
        events,
        limit,
        (event) => event,
        ({ time, seq }) => [Date.parse(time), seq],
      );
    },
  );
}
