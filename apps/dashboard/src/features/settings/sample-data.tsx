import { Button } from "@mantine/core";
import { useNavigate } from "react-router";
import { useSample } from "../../api/sample.ts";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useWords } from "../../i18n/index.ts";
import classes from "./settings.module.css";

/** The generated shows: load one, play one live, remove all of them. */
export function SampleData() {
  const { t } = useWords();
  const navigate = useNavigate();
  const { load, play, removeAll } = useSample();
  const error = load.error ?? play.error;
  const open = { onSuccess: ({ show }: { show: string }) => void navigate(`/shows/${show}`) };
  return (
    <Panel title={t("sample.title")}>
      <div className={classes.line}>
        <span>{t("sample.explain")}</span>
        <span className={classes.choices}>
          <Button
            size="compact-sm"
            variant="default"
            loading={load.isPending}
            onClick={() => load.mutate(undefined, open)}
          >
            {t("sample.load")}
          </Button>
          <Button
            size="compact-sm"
            variant="default"
            loading={play.isPending}
            onClick={() => play.mutate(undefined, open)}
          >
            {t("sample.play")}
          </Button>
          <ConfirmButton
            question={t("sample.removeQuestion")}
            confirm={t("action.remove")}
            loading={removeAll.isPending}
            onConfirm={() => removeAll.mutate()}
          >
            {t("sample.remove")}
          </ConfirmButton>
        </span>
      </div>
      {error && <ProblemNote error={error} />}
    </Panel>
  );
}
