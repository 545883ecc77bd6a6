import { useWords } from "../../i18n/index.ts";

/** A step's event as the builder writes it: its own name, which is also what programs send. */
export function useStepWord(): (event: string | null | undefined) => string {
  const { t } = useWords();
  return (event) => event ?? t("step.any");
}
