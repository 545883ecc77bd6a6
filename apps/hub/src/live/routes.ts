import type {} from "@fastify/websocket";
import { Type } from "typebox";
import type { Caller } from "../access/caller.ts";
import type { Keyring } from "../access/keyring.ts";
import { allows } from "../access/policies.ts";
import type { App } from "../app.ts";
import type { Database } from "../database.ts";
import { notFound, Problem } from "../problem.ts";
import type { Live } from "./live.ts";
import { isOwnOrigin } from "./origin.ts";
import { guardSocket, type LiveSocket } from "./socket.ts";

const HEARTBEAT_MILLISECONDS = 30_000;
/** A revoked key's socket is closed within 5 s. */
const RECHECK_MILLISECONDS = 2000;
const MOST_SHOWS = 100;

const Show = Type.String({ minLength: 1, maxLength: 128 });
const Query = Type.Object({ show: Type.Union([Type.Array(Show, { minItems: 1, maxItems: MOST_SHOWS }), Show]) });

interface LiveRouteOptions {
  database: Pick<Database, "show">;
  live: Live;
  keyring: Pick<Keyring, "stillValid">;
  publicUrl: () => string;
}

/** `WS /v1/live?show=…`: figures and events of shows as they happen. */
export async function liveRoutes(app: App, { database, live, keyring, publicUrl }: LiveRouteOptions): Promise<void> {
  const open = new Map<LiveSocket, Caller>();
  const heartbeat = setInterval(() => {
    for (const socket of open.keys()) socket.ping();
  }, HEARTBEAT_MILLISECONDS);
  const recheck = setInterval(() => void revokeInvalid(), RECHECK_MILLISECONDS);
  app.addHook("onClose", async () => {
    clearInterval(heartbeat);
    clearInterval(recheck);
  });

  /** Asks once for each key or session, however many sockets it opened. */
  async function revokeInvalid(): Promise<void> {
    const callers = new Map([...open.values()].map((caller) => [nameOf(caller), caller]));
    for (const [name, caller] of callers) {
      try {
        if (await keyring.stillValid(caller)) continue;
      } catch (error) {
        app.log.warn({ err: error }, "whether a key is still valid could not be asked");
        return;
      }
      for (const [socket, other] of open) if (nameOf(other) === name) socket.revoke();
    }
  }

  app.get(
    "/v1/live",
    {
      websocket: true,
      config: { policy: "chat" },
      schema: { querystring: Query },
      async onRequest({ headers }) {
        if (isOwnOrigin(headers.origin, headers.host, publicUrl())) return;
        throw new Problem(403, "Forbidden", { detail: "Pages of another site may not listen here." });
      },
      async preHandler(request) {
        const shows = showsOf(request.query);
        const where = { workspaceId: request.caller.workspace, id: { in: shows } };
        if ((await database.show.count({ where })) < shows.length) throw notFound("show");
      },
    },
    (socket, request) => {
      const { caller } = request;
      const guarded = guardSocket(socket, request.socket, allows("read", caller) ? "all" : "chat");
      open.set(guarded, caller);
      const shows = showsOf(request.query);
      const stop = live.subscribe(caller.workspace, shows, guarded);
      socket.once("close", () => {
        stop();
        open.delete(guarded);
      });
    },
  );
}

const showsOf = ({ show }: { show: string | string[] }): string[] => [...new Set([show].flat())];
const nameOf = ({ via }: Caller): string => JSON.stringify(via);
