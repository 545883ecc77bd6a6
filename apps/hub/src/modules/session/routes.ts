import type { FastifyReply } from "fastify";
import { Type } from "typebox";
import { SESSION_COOKIE } from "../../access/access.ts";
import { callerByKey } from "../../access/by-key.ts";
import type { Caller } from "../../access/caller.ts";
import type { Guesses } from "../../access/guesses.ts";
import type { Keyring } from "../../access/keyring.ts";
import { hashToken, newToken } from "../../access/tokens.ts";
import type { App } from "../../app.ts";
import type { Database } from "../../database.ts";
import { Problem } from "../../problem.ts";
import { makeSignInToken, redeemSignInToken } from "./links.ts";

const LIFETIME_SECONDS = 30 * 24 * 3600;

interface SessionOptions {
  database: Database;
  keyring: Keyring;
  guesses: Guesses;
  publicUrl: () => string;
  now: () => number;
}

/** Signing in with a browser: by a one-time link or with a key. */
export async function sessionRoutes(
  app: App,
  { database, keyring, guesses, publicUrl, now }: SessionOptions,
): Promise<void> {
  const { ownerKeyHash } = keyring;
  const open = async (
    reply: FastifyReply,
    session: { workspaceId: string; role: string; name: string } & (
      | { keyId: string }
      | { ownerKeyHash: Uint8Array<ArrayBuffer> }
    ),
  ) => {
    const token = newToken("sp_session");
    const expiresAt = new Date(now() + LIFETIME_SECONDS * 1000);
    await database.session.create({ data: { ...session, hash: hashToken(token), expiresAt } });
    const secure = publicUrl().startsWith("https:");
    reply.setCookie(SESSION_COOKIE, token, {
      path: "/",
      httpOnly: true,
      sameSite: "lax",
      secure,
      maxAge: LIFETIME_SECONDS,
    });
  };

  const describe = async ({ workspace, role, name }: Pick<Caller, "workspace" | "role" | "name">) => {
    const found = await database.workspace.findUniqueOrThrow({ where: { id: workspace } });
    return { workspace: { id: found.id, name: found.name }, role, name, publicUrl: publicUrl() };
  };

  app.get(
    "/signin/:token",
    { config: { policy: "public" }, schema: { params: Type.Object({ token: Type.String({ maxLength: 200 }) }) } },
    async (request, reply) => {
      const link = await redeemSignInToken(database, ownerKeyHash, request.params.token, now());
      if (!link) return reply.redirect("/?signin=used");
      await open(reply, { workspaceId: link.workspaceId, role: link.role, name: "Owner", ownerKeyHash });
      return reply.header("cache-control", "no-store").redirect("/");
    },
  );

  app.post("/v1/sign-in-links", { config: { policy: "installation" } }, async (request, reply) => {
    const token = await makeSignInToken(database, ownerKeyHash, request.caller.workspace, now());
    return reply.code(201).send({ url: `${publicUrl()}/signin/${token}` });
  });

  app.post(
    "/v1/session",
    { config: { policy: "public" }, schema: { body: Type.Object({ key: Type.String({ maxLength: 500 }) }) } },
    async (request, reply) => {
      const caller = await callerByKey({ keyring, guesses }, request, request.body.key);
      if (!caller || caller.ingestOnly) {
        throw new Problem(401, "Unauthorized", {
          detail: "This key is not known, was revoked, or may only send events in.",
        });
      }
      const by = caller.via.kind === "key" ? { keyId: caller.via.id } : { ownerKeyHash };
      await open(reply, { workspaceId: caller.workspace, role: caller.role, name: caller.name, ...by });
      return reply.code(201).send(await describe(caller));
    },
  );

  app.get("/v1/session", { config: { policy: "member" } }, (request) => describe(request.caller));

  app.delete("/v1/session", { config: { policy: "member" } }, async (request, reply) => {
    const { via } = request.caller;
    if (via.kind === "session") {
      await database.session.deleteMany({ where: { hash: Uint8Array.from(Buffer.from(via.hash, "base64url")) } });
      keyring.forget();
    }
    return reply.clearCookie(SESSION_COOKIE, { path: "/" }).code(204).send();
  });
}
