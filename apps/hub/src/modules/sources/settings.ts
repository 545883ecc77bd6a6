import { type Connector, SettingError } from "@showpulse/connectors";
import { Compile } from "typebox/compile";
import { Problem } from "../../problem.ts";
import { faultsOf } from "../../validator.ts";

/** Checks and tidies what a person typed for a platform. @throws Problem 400 that names each fault. */
export function readSettings(connector: Connector, given: Record<string, unknown>): unknown {
  const compiled = Compile(connector.settings);
  if (!compiled.Check(given)) {
    const errors = faultsOf(compiled.Errors(given), given);
    const detail = `The settings for ${connector.title} do not fit: ${errors.map(({ pointer, detail }) => `${pointer || "they"} ${detail}`).join("; ")}.`;
    throw new Problem(400, "Bad Request", { detail, errors });
  }
  try {
    return connector.tidySettings(compiled.Clean(structuredClone(given)));
  } catch (error) {
    if (!(error instanceof SettingError)) throw error;
    const errors = [{ pointer: `/${error.setting}`, detail: error.message }];
    throw new Problem(400, "Bad Request", { detail: error.message, errors });
  }
}

/** The connector of a platform. @throws Problem 400 with the platforms that there are. */
export function connectorFor(connectors: readonly Connector[], platform: string): Connector {
  const connector = connectors.find((each) => each.platform === platform);
  if (connector) return connector;
  const allowed = connectors.map((each) => each.platform).join(", ");
  const detail = `must be one of ${allowed}, but was ${JSON.stringify(platform)}`;
  throw new Problem(400, "Bad Request", { detail: `platform ${detail}.`, errors: [{ pointer: "/platform", detail }] });
}
