import type { ReactNode } from "react";
import { useWords } from "../i18n/index.ts";
import { Icon } from "./icon.tsx";
import classes from "./notes.module.css";

interface ForbiddenNoteProps {
  /** What was asked for, and why not. */
  detail: string;
  /** Where to go on. */
  action?: ReactNode;
}

/** What a role may not do is no fault, and asking again changes nothing: why, and who can change that. */
export function ForbiddenNote({ detail, action }: ForbiddenNoteProps) {
  const { t } = useWords();
  return (
    <div className={classes.problem} data-forbidden role="note">
      <Icon name="key" />
      <div className={classes.words}>
        <strong>{t("problem.forbidden")}</strong>
        <span>
          {detail} {t("problem.forbiddenDo")}
        </span>
      </div>
      {action}
    </div>
  );
}
