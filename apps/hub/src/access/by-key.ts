import type { FastifyRequest } from "fastify";
import { Problem } from "../problem.ts";
import { addressOf } from "./address.ts";
import type { Caller } from "./caller.ts";
import type { Guesses } from "./guesses.ts";
import type { Keyring } from "./keyring.ts";

/**
 * Who stands behind a key that came with a request; null for nobody. Whoever sends wrong keys from another machine is
 * made to wait; this machine's own programs are not.
 * @throws Problem 429 with Retry-After
 */
export async function callerByKey(
  { keyring, guesses }: { keyring: Keyring; guesses: Guesses },
  request: FastifyRequest,
  key: string,
): Promise<Caller | null> {
  const address = addressOf(request);
  if (address === null) return keyring.byKey(key);
  const wait = guesses.waitSeconds(address, key);
  if (wait > 0) {
    throw new Problem(429, "Too Many Requests", {
      detail: `Too many wrong keys came from ${address}; no other is looked at for ${wait} s.`,
      headers: { "retry-after": String(wait) },
    });
  }
  const caller = await keyring.byKey(key);
  if (caller === null) guesses.wrong(address);
  else guesses.right(key);
  return caller;
}
