import { useWords } from "../../i18n/index.ts";

const WORDED = ["join", "view_item", "select_item", "add_to_cart", "purchase"] as const;

/** What a funnel's step is called. */
export function useStepName(): (event: string | null) => string {
  const { t } = useWords();
  return (event) => {
    const worded = WORDED.find((name) => name === event);
    return worded ? t(`step.${worded}`) : (event ?? t("step.any"));
  };
}
