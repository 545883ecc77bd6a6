import { Button, Checkbox } from "@mantine/core";
import { useState } from "react";
import type { StepRequest } from "../../api/funnels.ts";
import { Icon } from "../../components/icon.tsx";
import { useWords } from "../../i18n/index.ts";
import { EventField } from "./event-field.tsx";
import { FilterEditor } from "./filter-editor.tsx";
import { comparisonsOf } from "./filters.ts";
import classes from "./funnels.module.css";
import { SecondsField } from "./seconds-field.tsx";

interface StepEditorProps {
  number: number;
  step: StepRequest;
  isFirst: boolean;
  onChange: (change: Partial<StepRequest>) => void;
}

/** How much of a step is set beyond its event. */
function extras({ where, optional, firstEver, firstMatching, windowSeconds, minSeconds }: StepRequest): number {
  const filters = comparisonsOf(where)?.list.length ?? 1;
  return filters + [optional, firstEver, firstMatching, windowSeconds, minSeconds].filter(Boolean).length;
}

/** One step: its event, and behind a button its filters, its times and whether it may be skipped. */
export function StepEditor({ number, step, isFirst, onChange }: StepEditorProps) {
  const { t } = useWords();
  const [opened, setOpened] = useState(false);
  const count = extras(step);
  return (
    <div className={classes.editor} role="group" aria-label={t("builder.stepNumber", { number })}>
      <div className={classes.line}>
        <EventField
          label={t("builder.eventOf", { number })}
          event={step.event}
          onChange={(event) => onChange({ event })}
        />
        <Button
          size="compact-xs"
          variant={count > 0 ? "light" : "subtle"}
          color={count > 0 ? "pulse" : "gray"}
          aria-expanded={opened}
          leftSection={<Icon name="settings" size={12} />}
          onClick={() => setOpened(!opened)}
        >
          {count > 0 ? t("builder.details", { count }) : t("builder.detailsNone")}
        </Button>
      </div>
      {opened && (
        <div className={classes.details}>
          <FilterEditor filter={step.where} onChange={(where) => onChange({ where })} />
          {!isFirst && (
            <div className={classes.times}>
              <SecondsField
                label={t("builder.within")}
                seconds={step.windowSeconds}
                placeholder={t("builder.noLimit")}
                onChange={(windowSeconds) => onChange({ windowSeconds })}
              />
              <SecondsField
                label={t("builder.notBefore")}
                seconds={step.minSeconds}
                placeholder={t("builder.noLimit")}
                onChange={(minSeconds) => onChange({ minSeconds })}
              />
            </div>
          )}
          <div className={classes.checks}>
            <Checkbox
              size="xs"
              label={t("builder.optional")}
              checked={step.optional ?? false}
              onChange={(event) => onChange({ optional: event.currentTarget.checked })}
            />
            <Checkbox
              size="xs"
              label={t("builder.firstEver")}
              checked={step.firstEver ?? false}
              onChange={(event) => onChange({ firstEver: event.currentTarget.checked })}
            />
            <Checkbox
              size="xs"
              label={t("builder.firstMatching")}
              checked={step.firstMatching ?? false}
              onChange={(event) => onChange({ firstMatching: event.currentTarget.checked })}
            />
          </div>
        </div>
      )}
    </div>
  );
}
