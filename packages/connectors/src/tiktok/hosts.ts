import { isIP, type LookupFunction } from "node:net";
import type { TikTokEnvironment } from "./environment.ts";

/** Where TikTok's sockets are if the sign server names none. */
const SOCKET_PATH = "/webcast/im/ws_proxy/ws_reuse_supplement/";

/** Resolves every name to the emulator; undefined: the system's resolver. */
export function lookupOf({ dns }: TikTokEnvironment): LookupFunction | undefined {
  if (dns === undefined) return undefined;
  const address = { address: dns, family: isIP(dns) || 4 };
  return (_name, options, callback) => {
    if (options.all) callback(null, [address]);
    else callback(null, address.address, address.family);
  };
}

/**
 * A page's address as it may be called: https, always, because the library calls www.tiktok.com over plain http with
 * the session's cookie (and 127.0.0.1 over https); plain http towards an emulator.
 */
export function pageAddress(environment: TikTokEnvironment, address: URL): URL {
  const secured = new URL(address);
  secured.protocol = environment.dns === undefined ? "https:" : "http:";
  return secured;
}

/** The socket's address as it may be called; one without a port means the emulator's webcast host if there is one. */
export function socketAddress(environment: TikTokEnvironment, address: string): string {
  const { dns, webcastHost } = environment;
  const url = new URL(address || `wss://${webcastHost ?? "webcast-ws.tiktok.com"}${SOCKET_PATH}`);
  const named = url.port;
  url.protocol = dns === undefined ? "wss:" : "ws:";
  const port = webcastHost === undefined ? "" : new URL(`http://${webcastHost}`).port;
  if (dns !== undefined && named === "" && port !== "") url.port = port;
  return url.href;
}
