import { type Connector, ConnectorError, SettingError, type Signal } from "@showpulse/connectors";
import { Type } from "typebox";

/** One thing that a platform does: a signal, an error, milliseconds of quiet, its end, or silence until aborted. */
export type Step = Signal | ConnectorError | number | "end" | "silence" | "deaf";

export interface ScriptedPlatform {
  connector: Connector;
  /** Each stream that was opened: when, and with which cursor. */
  opened: { at: number; resumeFrom: string | undefined }[];
  /** Steps that were taken so far, over all streams. */
  steps: number;
}

/** A platform that does what it is told: `script` gives the steps of its n-th stream (from 1). */
export function scriptedPlatform(
  script: (stream: number) => Iterable<Step>,
  traits: { silenceSeconds?: number; resumesExactly?: true } = {},
): ScriptedPlatform {
  const platform: ScriptedPlatform = {
    opened: [],
    steps: 0,
    connector: {
      platform: "scripted",
      title: "Scripted",
      settings: Type.Object({ account: Type.String({ minLength: 1 }) }),
      silenceSeconds: () => traits.silenceSeconds ?? 10,
      sourceOf: (settings) => `scripted/${(settings as { account: string }).account}`,
      tidySettings(settings) {
        const { account } = settings as { account: string };
        if (account.includes(" ")) throw new SettingError("account", "An account has no spaces.");
        return { account: account.toLowerCase() };
      },
      ...(traits.resumesExactly ? { resumesExactly: true } : {}),
      async *open({ signal, now, resumeFrom }) {
        platform.opened.push({ at: now(), resumeFrom });
        for (const step of script(platform.opened.length)) {
          platform.steps += 1;
          if (step === "end") return;
          if (step === "deaf") await new Promise(() => {});
          if (step instanceof ConnectorError) throw step;
          if (typeof step === "object") yield step;
          else await quiet(step === "silence" ? undefined : Number(step), signal);
          if (signal.aborted) return;
        }
      },
      normalise({ kind, raw }, { show, source }) {
        if (kind === "poison") throw new TypeError("cannot read this");
        const { id, time } = raw as { id: string; time: number };
        const type = kind === "odd" ? "Not A Type" : "chat_message";
        const data = { platform: "scripted", text: id };
        return [{ id, source, subject: show, type, time: new Date(time).toISOString(), data }];
      },
    },
  };
  return platform;
}

/** A chat message; its time counts up with its number. */
export function message(number: number, options: { kind?: string; cursor?: string; time?: number } = {}): Signal {
  const { kind = "chat", cursor, time = 1_700_000_000_000 + number * 1000 } = options;
  const frame = { kind, raw: { id: `m${number}`, time }, receivedAt: Date.now() };
  return { type: "frame", frame: cursor === undefined ? frame : { ...frame, cursor } };
}

export const live: Signal = { type: "live", detail: "scripted" };
export const dropped = () => new ConnectorError("disconnected", "The line broke.");

function quiet(milliseconds: number | undefined, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = milliseconds === undefined ? undefined : setTimeout(resolve, milliseconds);
    signal.addEventListener("abort", () => {
      clearTimeout(timer);
      resolve();
    });
  });
}
