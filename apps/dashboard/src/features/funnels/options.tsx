import { Autocomplete, MultiSelect, NativeSelect, TagsInput, TextInput } from "@mantine/core";
import type { FunnelRequest } from "../../api/funnels.ts";
import { useShows } from "../../api/shows.ts";
import { useWords } from "../../i18n/index.ts";
import { changeOrder } from "./definition.ts";
import { Exclusions } from "./exclusions.tsx";
import { FilterEditor } from "./filter-editor.tsx";
import classes from "./funnels.module.css";
import { SecondsField } from "./seconds-field.tsx";
import { PROPERTIES } from "./vocabulary.ts";

interface OptionsProps {
  definition: FunnelRequest;
  onChange: (definition: FunnelRequest) => void;
}

type Order = NonNullable<FunnelRequest["order"]>;
type Attribution = NonNullable<NonNullable<FunnelRequest["breakdown"]>["attribution"]>;

const COUNTS = ["actor", "session", "total", "property"] as const;
const TOUCHES: readonly Attribution[] = ["first_touch", "last_touch", "all_events", "step"];

/** What holds for the whole way: when, where, in which order, within which time, who counts. */
export function Options({ definition, onChange }: OptionsProps) {
  const { t } = useWords();
  const shows = useShows();
  const { order = "ordered", windowSeconds, from, to, countBy, breakdown, holdConstant } = definition;
  const set = (part: Partial<FunnelRequest>) => onChange({ ...definition, ...part });
  const compare = (start: string | undefined, end: string | undefined) =>
    set({ compareTo: start || end ? { from: start || end || "", to: end || start || "" } : null });
  const counted = typeof countBy === "object" && countBy !== null ? "property" : (countBy ?? "actor");
  return (
    <div className={classes.groups}>
      <fieldset className={classes.options}>
        <legend>{t("builder.when")}</legend>
        <div className={classes.pair}>
          <TextInput
            type="date"
            size="xs"
            label={t("builder.from")}
            value={from?.slice(0, 10) ?? ""}
            onChange={(event) => set({ from: event.currentTarget.value || null })}
          />
          <TextInput
            type="date"
            size="xs"
            label={t("builder.to")}
            value={to?.slice(0, 10) ?? ""}
            onChange={(event) => set({ to: event.currentTarget.value || null })}
          />
        </div>
        <div className={classes.pair}>
          <TextInput
            type="date"
            size="xs"
            label={t("builder.compareFrom")}
            value={definition.compareTo?.from.slice(0, 10) ?? ""}
            onChange={(event) => compare(event.currentTarget.value, definition.compareTo?.to)}
          />
          <TextInput
            type="date"
            size="xs"
            label={t("builder.to")}
            aria-label={t("builder.compareUntil")}
            value={definition.compareTo?.to.slice(0, 10) ?? ""}
            onChange={(event) => compare(definition.compareTo?.from, event.currentTarget.value)}
          />
        </div>
        <MultiSelect
          size="xs"
          label={t("builder.shows")}
          placeholder={definition.shows?.length ? "" : t("builder.everywhere")}
          data={(shows.data ?? []).map(({ id, title }) => ({ value: id, label: title }))}
          value={definition.shows ?? []}
          onChange={(chosen) => set({ shows: chosen })}
          clearable
          clearButtonProps={{ "aria-label": t("builder.clear") }}
        />
      </fieldset>
      <fieldset className={classes.options}>
        <legend>{t("builder.rules")}</legend>
        <NativeSelect
          size="xs"
          label={t("builder.order")}
          value={order}
          data={(["ordered", "strict", "unordered"] as const).map((value) => ({
            value,
            label: t(`builder.orders.${value}`),
          }))}
          onChange={(event) => onChange(changeOrder(definition, event.currentTarget.value as Order))}
        />
        <SecondsField
          label={t("builder.window")}
          seconds={windowSeconds}
          placeholder="14 d"
          onChange={(seconds) => set({ windowSeconds: seconds })}
        />
        <NativeSelect
          size="xs"
          label={t("builder.countBy")}
          value={counted}
          data={COUNTS.map((value) => ({ value, label: t(`builder.counts.${value}`) }))}
          onChange={(event) => {
            const chosen = event.currentTarget.value as (typeof COUNTS)[number];
            set({ countBy: chosen === "property" ? { prop: "order" } : chosen });
          }}
        />
        {typeof countBy === "object" && countBy !== null && (
          <Autocomplete
            size="xs"
            aria-label={t("builder.property")}
            data={[...PROPERTIES]}
            value={countBy.prop}
            onChange={(prop) => set({ countBy: { ...countBy, prop } })}
          />
        )}
        <TagsInput
          size="xs"
          label={t("builder.hold")}
          placeholder={holdConstant?.length ? "" : t("builder.holdExample")}
          data={[...PROPERTIES]}
          maxTags={5}
          value={holdConstant ?? []}
          onChange={(props) => set({ holdConstant: props })}
        />
      </fieldset>
      <fieldset className={classes.options}>
        <legend>{t("builder.filters")}</legend>
        <FilterEditor filter={definition.where} onChange={(where) => set({ where })} />
      </fieldset>
      <fieldset className={classes.options}>
        <legend>{t("builder.breakdown")}</legend>
        <Autocomplete
          size="xs"
          aria-label={t("builder.breakdownBy")}
          placeholder={t("builder.noBreakdown")}
          data={[...PROPERTIES]}
          clearable
          clearButtonProps={{ "aria-label": t("builder.clear") }}
          value={breakdown?.prop ?? breakdown?.props?.join(", ") ?? ""}
          onChange={(prop) =>
            set({
              breakdown: prop === "" ? null : { attribution: breakdown?.attribution ?? "first_touch", limit: 25, prop },
            })
          }
        />
        {breakdown && (
          <div className={classes.pair}>
            <NativeSelect
              size="xs"
              aria-label={t("builder.touch")}
              value={breakdown.attribution ?? "first_touch"}
              data={TOUCHES.map((value) => ({ value, label: t(`builder.touches.${value}`) }))}
              onChange={(event) =>
                set({ breakdown: { ...breakdown, attribution: event.currentTarget.value as Attribution } })
              }
            />
            {breakdown.attribution === "step" && (
              <NativeSelect
                size="xs"
                aria-label={t("builder.touchStep")}
                value={String(breakdown.step ?? 0)}
                data={definition.steps.map((_, index) => ({
                  value: String(index),
                  label: t("builder.stepNumber", { number: index + 1 }),
                }))}
                onChange={(event) => set({ breakdown: { ...breakdown, step: Number(event.currentTarget.value) } })}
              />
            )}
          </div>
        )}
      </fieldset>
      <Exclusions definition={definition} onChange={(exclusions) => set({ exclusions })} />
    </div>
  );
}
