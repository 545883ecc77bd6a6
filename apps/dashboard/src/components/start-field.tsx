import { TextInput } from "@mantine/core";
import { useWords } from "../i18n/index.ts";

interface StartFieldProps {
  /** As the browser's field has it, in the reader's time zone; "": none. */
  value: string;
  /** What happens without one. */
  description?: string;
  onChange: (value: string) => void;
}

/** When something is to begin. */
export function StartField({ value, description, onChange }: StartFieldProps) {
  const { t } = useWords();
  return (
    <TextInput
      type="datetime-local"
      label={t("newShow.startsAt")}
      description={description}
      value={value}
      onChange={(event) => onChange(event.currentTarget.value)}
    />
  );
}
