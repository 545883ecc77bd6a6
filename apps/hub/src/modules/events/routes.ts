import type { ClickHouseClient } from "@clickhouse/client";
import { ShowEvent } from "@showpulse/connectors/event";
import { listEvents } from "@showpulse/metrics/server";
import { Type } from "typebox";
import type { App } from "../../app.ts";
import { flushed } from "../../flush.ts";
import { instant } from "../../formats.ts";
import { assertForward } from "../../forward.ts";
import { type Ingest, Unreadable } from "../../ingest/ingest.ts";
import { Page, page, positionOf } from "../../lists.ts";
import { describeRoute } from "../../openapi.ts";
import { notFound } from "../../problem.ts";
import { BODY_TYPES, MOST_BYTES, MOST_EVENTS, readBody } from "./body.ts";
import { listDeadLetters, readDeadLetter } from "./dead-letters.ts";
import { type OnAccepted, TakenIn, takeIn } from "./take-in.ts";

export interface EventsRoutesOptions {
  ingest: Ingest;
  clickhouse: ClickHouseClient;
  onAccepted?: OnAccepted;
}

/** A batch, or one event; of NDJSON, one event a line. */
const AnyEvents = Type.Union([Type.Array(ShowEvent, { maxItems: MOST_EVENTS }), ShowEvent]);

const EventsPage = Type.Object({
  ...Page.properties,
  show: Type.Optional(Type.String({ maxLength: 128 })),
  type: Type.Optional(Type.String({ maxLength: 64 })),
  actor: Type.Optional(Type.String({ maxLength: 256 })),
  from: Type.Optional(instant),
  to: Type.Optional(instant),
});

const Period = Type.Object({ from: Type.Optional(instant), to: Type.Optional(instant) });

const DeadLetterPage = Type.Object({
  ...Page.properties,
  code: Type.Optional(Type.String({ maxLength: 64 })),
  source: Type.Optional(Type.String({ maxLength: 256 })),
});

/** Events in, and what became of them. */
export async function eventsRoutes(
  app: App,
  { ingest, clickhouse, onAccepted = async () => undefined }: EventsRoutesOptions,
): Promise<void> {
  await app.register(async (inner: App) => {
    // Bodies come as bytes: their types, gzip and lines are read by readBody.
    inner.removeAllContentTypeParsers();
    inner.addContentTypeParser("*", { parseAs: "buffer", bodyLimit: MOST_BYTES }, (_request, body, done) =>
      done(null, body),
    );
    inner.post(
      "/v1/events",
      {
        config: {
          policy: "ingest",
          // The bytes are read here; what is told of them is what is read from them.
          swaggerTransform: ({ schema, ...given }) =>
            describeRoute({ ...given, schema: { ...schema, consumes: [...BODY_TYPES], body: AnyEvents } }),
        },
        bodyLimit: MOST_BYTES,
        schema: { response: { 200: TakenIn } },
      },
      async ({ body, caller, headers }) => {
        const bytes = Buffer.isBuffer(body) ? body : Buffer.alloc(0);
        return takeIn(
          { ingest, onAccepted },
          caller.workspace,
          await readBody(bytes, headers["content-type"], headers["content-encoding"]),
        );
      },
    );
  });

  app.get(
    "/v1/events",
    { config: { policy: "read" }, schema: { querystring: EventsPage } },
    async ({ caller, query }) => {
      assertForward(query);
      const { limit, cursor, show, type, actor, from, to } = query;
      const rows = await listEvents(clickhouse, caller.workspace, {
        show,
        type,
        actor,
        from: from === undefined ? undefined : Date.parse(from),
        to: to === undefined ? undefined : Date.parse(to),
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

  app.get(
    "/v1/dead-letters",
    { config: { policy: "admin" }, schema: { querystring: DeadLetterPage } },
    async ({ caller, query }) => {
      const { limit, cursor, code, source } = query;
      const before = positionOf(cursor);
      const rows = await listDeadLetters(clickhouse, { workspace: caller.workspace, code, source, before, limit });
      return page(
        rows,
        limit,
        ({ letter }) => letter,
        ({ position }) => position,
      );
    },
  );

  app.post(
    "/v1/dead-letters/:id/replay",
    { config: { policy: "admin" }, schema: { params: Type.Object({ id: Type.String() }), response: { 200: TakenIn } } },
    async ({ caller, params }) => {
      const letter = await readDeadLetter(clickhouse, caller.workspace, params.id);
      if (letter === null) throw notFound("dead letter");
      // A new receipt: whatever comes of it counts by itself, and the dead letter stays one.
      return takeIn({ ingest, onAccepted }, caller.workspace, {
        events: [parsed(letter.raw)],
        rawOf: () => letter.raw,
      });
    },
  );

  app.get(
    "/v1/accounting",
    { config: { policy: "read" }, schema: { querystring: Period } },
    async ({ caller, query }) => {
      assertForward(query);
      const { from, to } = query;
      const data = await ingest.accounting(caller.workspace, {
        ...(from === undefined ? {} : { from: new Date(from) }),
        ...(to === undefined ? {} : { to: new Date(to) }),
      });
      return { data, nextCursor: null };
    },
  );

  app.post("/v1/flush", { config: { policy: "admin" } }, async () => {
    await flushed(ingest);
    return { writtenUpTo: ingest.writtenUpTo() };
  });
}

function parsed(raw: string): unknown {
  try {
    return JSON.parse(raw);
  } catch (error) {
    return new Unreadable(raw, `It is not JSON: ${(error as Error).message}.`);
  }
}
