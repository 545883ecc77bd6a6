import type {} from "@fastify/cookie";
import type { FastifyRequest } from "fastify";
import fastifyPlugin from "fastify-plugin";
import { Problem } from "../problem.ts";
import { addressOf } from "./address.ts";
import { callerByKey } from "./by-key.ts";
import type { Caller } from "./caller.ts";
import type { Guesses } from "./guesses.ts";
import type { Keyring } from "./keyring.ts";
import { allows, type Policy } from "./policies.ts";

export const SESSION_COOKIE = "showpulse_session";

/** A browser's socket cannot send headers: its key comes as a WebSocket subprotocol `bearer.<key>`. */
const SOCKET_KEY = /^bearer\.(.+)$/;

const unauthorised = () =>
  new Problem(401, "Unauthorized", {
    detail: "Send an API key as `Authorization: Bearer <key>`, or sign in with a browser.",
    headers: { "www-authenticate": "Bearer" },
  });

/**
 * Decides access before the body is looked at: 401 without a valid key or session, 403 when the policy does not allow
 * the role. A route without a policy stops the start.
 */
export const access = fastifyPlugin<{ keyring: Keyring; guesses: Guesses }>(
  async (app, { keyring, guesses }) => {
    app.decorateRequest("caller");
    app.decorate("policies", []);

    app.addHook("onRoute", function (route) {
      const policy = route.config?.policy ?? this.policyOfAll;
      if (!policy) throw new Error(`${route.method} ${route.url} has no access policy`);
      route.config = { ...route.config, policy };
      for (const method of [route.method].flat()) app.policies.push({ method, url: route.url, policy });
    });

    app.addHook("onRequest", async (request) => {
      // No policy here means the not-found handler: every route has one.
      const policy: Policy = request.routeOptions.config.policy ?? "public";
      if (policy === "public") return;
      if (policy === "local" && addressOf(request) === null) return;
      const caller = await whoAsks(request, { keyring, guesses });
      if (!caller) throw unauthorised();
      if (!allows(policy, caller)) {
        const who = caller.ingestOnly ? "A key narrowed to sending events" : `The role ${caller.role}`;
        throw new Problem(403, "Forbidden", { detail: `${who} may not do this.` });
      }
      request.caller = caller;
    });
  },
  { name: "access", dependencies: ["@fastify/cookie"] },
);

async function whoAsks(
  request: FastifyRequest,
  { keyring, guesses }: { keyring: Keyring; guesses: Guesses },
): Promise<Caller | null> {
  const key = bearer(request);
  if (key !== null) return callerByKey({ keyring, guesses }, request, key);
  const session = request.cookies[SESSION_COOKIE];
  if (!session) return null;
  refuseForeignPages(request);
  return keyring.bySession(session);
}

function bearer({ headers }: FastifyRequest): string | null {
  if (headers.authorization !== undefined) return /^Bearer +(\S+)$/i.exec(headers.authorization)?.[1] ?? "";
  const protocols = headers["sec-websocket-protocol"]?.split(",") ?? [];
  for (const protocol of protocols) {
    const key = SOCKET_KEY.exec(protocol.trim())?.[1];
    if (key) return key;
  }
  return null;
}

/** A cookie goes along with requests that other sites' pages make: those may not change anything. */
function refuseForeignPages(request: FastifyRequest): void {
  if (request.method === "GET" || request.method === "HEAD") return;
  const site = request.headers["sec-fetch-site"];
  const { origin, host } = request.headers;
  const foreign =
    site === undefined ? origin !== undefined && hostOf(origin) !== host : site !== "same-origin" && site !== "none";
  if (foreign) throw new Problem(403, "Forbidden", { detail: "This request came from another site's page." });
}

const hostOf = (origin: string) => (URL.canParse(origin) ? new URL(origin).host : null);
