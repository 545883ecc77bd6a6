import type { Connector } from "./connector.ts";
import { native } from "./native/index.ts";
import { tiktok } from "./tiktok/index.ts";
import { youtube } from "./youtube/index.ts";

/** Every connector that the hub offers, in the order in which people see them. */
export const connectors: readonly Connector[] = [erase(tiktok), erase(youtube), erase(native)];

/**
 * Forgets a connector's own types. Sound because settings are checked against the connector's schema before they get
 * to it, and the environment is handed over by platform.
 */
function erase<Settings, Environment>(connector: Connector<Settings, Environment>): Connector {
  return connector as unknown as Connector;
}
