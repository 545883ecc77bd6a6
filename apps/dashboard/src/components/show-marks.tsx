import type { ShowStatus } from "../api/types.ts";
import { useWords } from "../i18n/index.ts";
import classes from "./badges.module.css";

/** Says wherever a generated show appears that it is one. */
export function SampleMark() {
  const { t } = useWords();
  return (
    <span className={classes.sample} title={t("sample.explain")}>
      {t("sample.mark")}
    </span>
  );
}

/** Live, coming or ended, in a word. */
export function StatusMark({ status }: { status: ShowStatus }) {
  const { t } = useWords();
  return (
    <span className={classes.status} data-status={status}>
      {t(`status.${status}`)}
    </span>
  );
}
