import { once } from "node:events";
import { Type } from "typebox";
import { defineConnector } from "../connector.ts";

/** The show's own room: its events arrive over the hub's API, so that there is nothing to connect to. */
export const native = defineConnector({
  platform: "native",
  title: "Own show room",
  settings: Type.Object({}),
  silenceSeconds: (_environment: unknown) => undefined,
  sourceOf: () => "native",
  tidySettings: (settings) => settings,
  async *open({ signal }) {
    if (signal.aborted) return;
    yield { type: "live", detail: "This hub" };
    if (!signal.aborted) await once(signal, "abort");
  },
  normalise: () => [],
});
