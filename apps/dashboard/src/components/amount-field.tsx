import { Group, TextInput } from "@mantine/core";
import { useState } from "react";
import { useShows } from "../api/shows.ts";
import type { Money } from "../api/types.ts";
import { parseAmount } from "../format/money.ts";
import { useWords } from "../i18n/index.ts";

interface AmountFieldProps {
  label: string;
  required?: boolean;
  /** To begin with; absent: that of the newest show that has one. */
  currency?: string | undefined;
  /** What stands there at first. */
  initialMicros?: number | undefined;
  /** Called with null while what is typed is no amount of money. */
  onChange: (money: Money | null) => void;
}

/** An amount of money with its currency. */
export function AmountField({ label, required = false, currency: given, initialMicros, onChange }: AmountFieldProps) {
  const { t } = useWords();
  const [text, setText] = useState(initialMicros === undefined ? "" : String(initialMicros / 1_000_000));
  const [chosen, setChosen] = useState(given);
  const usual = useShows().data?.find((show) => show.currency !== null)?.currency;
  const currency = chosen ?? usual ?? "USD";
  const change = (nextText: string, nextCurrency: string) => {
    setText(nextText);
    setChosen(nextCurrency);
    const amountMicros = parseAmount(nextText);
    const isMoney = amountMicros !== null && /^[A-Z]{3}$/.test(nextCurrency);
    onChange(isMoney ? { amountMicros, currency: nextCurrency } : null);
  };
  return (
    <Group gap={4} align="flex-start" wrap="nowrap">
      <TextInput
        label={label}
        required={required}
        inputMode="decimal"
        placeholder="0.00"
        flex={1}
        value={text}
        error={text !== "" && parseAmount(text) === null ? t("amount.wrong") : null}
        onChange={(event) => change(event.currentTarget.value, currency)}
      />
      <TextInput
        label={t("newShow.currency")}
        w={88}
        maxLength={3}
        value={currency}
        onChange={(event) => change(text, event.currentTarget.value.toUpperCase())}
      />
    </Group>
  );
}
