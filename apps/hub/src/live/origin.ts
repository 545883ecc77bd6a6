/**
 * Whether a page at this origin may open a socket: one that the hub itself served, at its public address or at the
 * host that the request names. Programs send no origin. Browsers send cookies along with sockets that any site opens,
 * and no CORS stands in between: this check is the only one.
 */
export function isOwnOrigin(origin: string | undefined, host: string | undefined, publicUrl: string): boolean {
  if (origin === undefined) return true;
  if (!URL.canParse(origin)) return false;
  const page = new URL(origin);
  // An origin is a scheme, a host and a port: anything more is made up.
  if (page.origin !== origin || !/^https?:$/.test(page.protocol)) return false;
  return page.host === host?.toLowerCase() || (URL.canParse(publicUrl) && page.origin === new URL(publicUrl).origin);
}
