import { Autocomplete } from "@mantine/core";
import { useWords } from "../../i18n/index.ts";
import { EVENTS } from "./vocabulary.ts";

interface EventFieldProps {
  label: string;
  event: string | null | undefined;
  onChange: (event: string | null) => void;
}

/** An event by its name: one of the vocabulary, or any other word. Empty is any event. */
export function EventField({ label, event, onChange }: EventFieldProps) {
  const { t } = useWords();
  return (
    <Autocomplete
      size="xs"
      aria-label={label}
      placeholder={t("step.any")}
      data={[...EVENTS]}
      // What is chosen does not narrow the list: opening it shows all.
      filter={({ options, search }) =>
        search === (event ?? "")
          ? options
          : options.filter((option) => "value" in option && option.value.includes(search.trim().toLowerCase()))
      }
      maxDropdownHeight={280}
      value={event ?? ""}
      onChange={(text) => onChange(text.trim() === "" ? null : text.trim())}
    />
  );
}
