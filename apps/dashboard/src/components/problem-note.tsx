import { Button } from "@mantine/core";
import { ApiProblem, Unreachable } from "../api/client.ts";
import { useWords } from "../i18n/index.ts";
import { ForbiddenNote } from "./forbidden-note.tsx";
import { Icon } from "./icon.tsx";
import classes from "./notes.module.css";

/** What went wrong, in the hub's own words where it gave them. */
export function useProblemText(): (error: Error) => { title: string; detail: string } {
  const { t } = useWords();
  return (error) => {
    if (error instanceof Unreachable) return { title: t("problem.unreachable"), detail: t("problem.unreachableDo") };
    if (!(error instanceof ApiProblem)) return { title: t("problem.unexpected"), detail: error.message };
    if (isForbidden(error))
      return { title: t("problem.forbidden"), detail: `${error.detail ?? ""} ${t("problem.forbiddenDo")}`.trim() };
    const detail = error.detail ?? (error.status >= 500 ? t("problem.serverDo") : t("problem.requestDo"));
    if (error.code === "too_costly") return { title: t("problem.tooCostly"), detail };
    return { title: error.title || t("problem.unexpected"), detail };
  };
}

const isForbidden = (error: Error): boolean => error instanceof ApiProblem && error.status === 403;

/** An error where its content would have been: what happened, what to do, and a way to try again. */
export function ProblemNote({ error, onRetry }: { error: Error; onRetry?: (() => void) | undefined }) {
  const { t } = useWords();
  const { title, detail } = useProblemText()(error);
  if (isForbidden(error)) return <ForbiddenNote detail={error.message} />;
  return (
    <div className={classes.problem} role="alert">
      <Icon name="alert" />
      <div className={classes.words}>
        <strong>{title}</strong>
        <span>{detail}</span>
      </div>
      {onRetry && (
        <Button size="compact-sm" variant="default" onClick={onRetry}>
          {t("action.retry")}
        </Button>
      )}
    </div>
  );
}
