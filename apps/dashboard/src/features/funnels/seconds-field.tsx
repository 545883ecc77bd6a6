import { NativeSelect, NumberInput } from "@mantine/core";
import { useState } from "react";
import { useWords } from "../../i18n/index.ts";
import classes from "./funnels.module.css";
import { inUnit, UNITS, type Unit } from "./seconds.ts";

interface SecondsFieldProps {
  label: string;
  seconds: number | null | undefined;
  placeholder?: string;
  onChange: (seconds: number | null) => void;
}

/** A length of time in seconds, minutes, hours or days; empty is none. */
export function SecondsField({ label, seconds, placeholder, onChange }: SecondsFieldProps) {
  const { t } = useWords();
  const given = seconds == null || seconds <= 0 ? null : inUnit(seconds);
  const [unit, setUnit] = useState<Unit>(given?.unit ?? "min");
  const count = given === null ? "" : (seconds ?? 0) / UNITS[unit];
  return (
    <div className={classes.seconds}>
      <NumberInput
        size="xs"
        label={label}
        min={0}
        allowNegative={false}
        decimalScale={3}
        hideControls
        {...(placeholder === undefined ? {} : { placeholder })}
        value={count}
        onChange={(value) => onChange(typeof value === "number" && value > 0 ? value * UNITS[unit] : null)}
      />
      <NativeSelect
        size="xs"
        aria-label={t("builder.unitOf", { field: label })}
        value={unit}
        data={(["s", "min", "h", "d"] as const).map((value) => ({ value, label: t(`builder.unit.${value}`) }))}
        onChange={(event) => {
          const next = event.currentTarget.value as Unit;
          setUnit(next);
          if (typeof count === "number") onChange(count * UNITS[next]);
        }}
      />
    </div>
  );
}
