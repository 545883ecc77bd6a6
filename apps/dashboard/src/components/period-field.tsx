import { TextInput } from "@mantine/core";
import { useState } from "react";
import { useWords } from "../i18n/index.ts";
import { useUrlText } from "./use-url-state.ts";

const DAY = 86_400_000;

/** A day in the reader's time zone, as the hub takes it: "2026-11-22". */
const localDay = (time: number): string => new Intl.DateTimeFormat("en-CA").format(time);

/** A period of whole days that the address carries; without one, the last `days`. */
export function usePeriod(days = 30) {
  const [from, setFrom] = useUrlText("from");
  const [to, setTo] = useUrlText("to");
  const [now] = useState(Date.now);
  return { from: from || localDay(now - (days - 1) * DAY), to: to || localDay(now), setFrom, setTo };
}

/** The first and the last day of a period. */
export function PeriodField({ from, to, setFrom, setTo }: ReturnType<typeof usePeriod>) {
  const { t } = useWords();
  return (
    <>
      <TextInput
        type="date"
        size="xs"
        aria-label={t("builder.from")}
        max={to}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        size="xs"
        aria-label={t("builder.to")}
        min={from}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value)}
      />
    </>
  );
}
