import { ActionIcon, Autocomplete, Button, NativeSelect, SegmentedControl, TextInput } from "@mantine/core";
import type { Comparison, Filter } from "../../api/funnels.ts";
import { Icon } from "../../components/icon.tsx";
import { useWords } from "../../i18n/index.ts";
import { comparisonsOf, joinComparisons, OPS, valueFromText, valueToText } from "./filters.ts";
import classes from "./funnels.module.css";
import { PROPERTIES } from "./vocabulary.ts";

interface FilterEditorProps {
  filter: Filter | null | undefined;
  onChange: (filter: Filter | null) => void;
}

/** Comparisons of which all or any must hold. Deeper groups, which only programs write, are kept as they are. */
export function FilterEditor({ filter, onChange }: FilterEditorProps) {
  const { t } = useWords();
  const flat = comparisonsOf(filter);
  if (flat === null)
    return (
      <div className={classes.filter}>
        <code className={classes.deep}>{JSON.stringify(filter)}</code>
        <Button size="compact-xs" variant="default" onClick={() => onChange(null)}>
          {t("action.remove")}
        </Button>
      </div>
    );
  const { match, list } = flat;
  const write = (next: Comparison[], by = match) => onChange(joinComparisons(next, by));
  const change = (index: number, part: Partial<Comparison>) =>
    write(list.map((one, position) => (position === index ? { ...one, ...part } : one)));
  return (
    <div className={classes.filters}>
      {list.length > 1 && (
        <SegmentedControl
          size="xs"
          aria-label={t("builder.match")}
          value={match}
          data={[
            { value: "all", label: t("builder.all") },
            { value: "any", label: t("builder.any") },
          ]}
          onChange={(by) => write(list, by)}
        />
      )}
      {list.map((one, index) => (
        // Comparisons have no identity but their place.
        <div
          key={index}
          className={classes.filter}
          role="group"
          aria-label={t("builder.filterNumber", { number: index + 1 })}
        >
          <NativeSelect
            size="xs"
            aria-label={t("builder.of")}
            value={one.on ?? "event"}
            data={[
              { value: "event", label: t("builder.ofEvent") },
              { value: "actor", label: t("builder.ofPerson") },
            ]}
            onChange={(event) => change(index, { on: event.currentTarget.value as "event" | "actor" })}
          />
          <Autocomplete
            size="xs"
            aria-label={t("builder.property")}
            data={one.on === "actor" ? [] : [...PROPERTIES]}
            value={one.prop}
            onChange={(prop) => change(index, { prop })}
          />
          <NativeSelect
            size="xs"
            aria-label={t("builder.comparison")}
            value={one.op}
            data={OPS.map((value) => ({ value, label: t(`builder.op.${value}`) }))}
            onChange={(event) => change(index, { op: event.currentTarget.value as Comparison["op"] })}
          />
          {one.op !== "isSet" && one.op !== "isNull" && (
            <TextInput
              size="xs"
              aria-label={t("builder.value")}
              placeholder={one.op === "in" ? "a, b" : ""}
              value={valueToText(one.value)}
              onChange={(event) => change(index, { value: valueFromText(event.currentTarget.value, one.op) })}
            />
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t("builder.removeFilter", { number: index + 1 })}
            onClick={() => write(list.toSpliced(index, 1))}
          >
            <Icon name="cross" size={14} />
          </ActionIcon>
        </div>
      ))}
      <Button
        size="compact-xs"
        variant="subtle"
        className={classes.small ?? ""}
        leftSection={<Icon name="add" size={12} />}
        onClick={() => write([...list, { prop: "platform", op: "eq", value: "" }])}
      >
        {t("builder.addFilter")}
      </Button>
    </div>
  );
}
