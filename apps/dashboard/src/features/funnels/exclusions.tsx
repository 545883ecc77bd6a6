import { ActionIcon, Button, NativeSelect } from "@mantine/core";
import type { FunnelRequest } from "../../api/funnels.ts";
import { Icon } from "../../components/icon.tsx";
import { useWords } from "../../i18n/index.ts";
import type { Exclusion } from "./definition.ts";
import { EventField } from "./event-field.tsx";
import classes from "./funnels.module.css";

interface ExclusionsProps {
  definition: FunnelRequest;
  onChange: (exclusions: Exclusion[]) => void;
}

/** Events that must not happen between two steps; in any order, nowhere on the way. */
export function Exclusions({ definition, onChange }: ExclusionsProps) {
  const { t } = useWords();
  const list = definition.exclusions ?? [];
  const last = definition.steps.length - 1;
  const partial = definition.order !== "unordered";
  const change = (index: number, part: Exclusion) =>
    onChange(list.map((one, position) => (position === index ? { ...one, ...part } : one)));
  const places = (from: number, to: number) =>
    Array.from({ length: Math.max(0, to - from + 1) }, (_, offset) => ({
      value: String(from + offset),
      label: String(from + offset + 1),
    }));
  return (
    <fieldset className={classes.options}>
      <legend>{t("builder.exclusions")}</legend>
      {list.map((exclusion, index) => {
        const { event, fromStep = 0, toStep = last } = exclusion;
        return (
          // An exclusion has no identity but its place.
          <div key={index} className={classes.exclusion}>
            <EventField
              label={t("builder.excluded", { number: index + 1 })}
              event={event}
              onChange={(name) => change(index, { event: name })}
            />
            {partial && (
              <>
                <NativeSelect
                  size="xs"
                  aria-label={t("builder.afterStep")}
                  leftSection={<span className={classes.word}>{t("builder.after")}</span>}
                  leftSectionWidth={44}
                  value={String(fromStep)}
                  data={places(0, toStep - 1)}
                  onChange={(chosen) => change(index, { fromStep: Number(chosen.currentTarget.value) })}
                />
                <NativeSelect
                  size="xs"
                  aria-label={t("builder.beforeStep")}
                  leftSection={<span className={classes.word}>{t("builder.before")}</span>}
                  leftSectionWidth={52}
                  value={String(toStep)}
                  data={places(fromStep + 1, last)}
                  onChange={(chosen) => change(index, { toStep: Number(chosen.currentTarget.value) })}
                />
              </>
            )}
            <ActionIcon
              variant="subtle"
              color="gray"
              aria-label={t("builder.removeExclusion", { number: index + 1 })}
              onClick={() => onChange(list.toSpliced(index, 1))}
            >
              <Icon name="cross" />
            </ActionIcon>
          </div>
        );
      })}
      <Button
        size="compact-xs"
        variant="subtle"
        className={classes.small ?? ""}
        disabled={last < 1 || list.length >= 10}
        leftSection={<Icon name="add" size={12} />}
        onClick={() => onChange([...list, { event: "refund", fromStep: 0, toStep: last }])}
      >
        {t("builder.addExclusion")}
      </Button>
    </fieldset>
  );
}
