import { randomUUID } from "node:crypto";
import type {} from "@fastify/cookie";
import type { FastifyReply, FastifyRequest } from "fastify";

/** Tells one browser of a shopper from others; it names nobody. */
export const SHOPPER_COOKIE = "showpulse_shopper";

const LIFETIME_SECONDS = 180 * 24 * 3600;
const UUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

/** The browser's own id, a new one where it has none. The cookie starts its lifetime anew. */
export function shopperOf(request: FastifyRequest, reply: FastifyReply, secure: boolean): string {
  const known = request.cookies[SHOPPER_COOKIE];
  const id = known !== undefined && UUID.test(known) ? known : randomUUID();
  reply.setCookie(SHOPPER_COOKIE, id, {
    path: "/",
    httpOnly: true,
    sameSite: "lax",
    secure,
    maxAge: LIFETIME_SECONDS,
  });
  return id;
}
