import { Button } from "@mantine/core";
import { useState } from "react";
import { useNavigate } from "react-router";
import { useSample } from "../../api/sample.ts";
import { useCreateShow } from "../../api/shows.ts";
import { type SourceSettings, useAddSource } from "../../api/sources.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { SourceField } from "../../components/source-field/source-field.tsx";
import { useWords } from "../../i18n/index.ts";
import { FirstEvent } from "./first-event.tsx";
import classes from "./first-steps.module.css";

interface FirstStepsProps {
  /** Called when somebody begins with the second way, so that it stays after the first show is there. */
  onFollowing: () => void;
  onDone: (() => void) | undefined;
}

/** An empty installation: the three ways to see something here. */
export function FirstSteps({ onFollowing, onDone }: FirstStepsProps) {
  const { t } = useWords();
  const navigate = useNavigate();
  const createShow = useCreateShow();
  const addSource = useAddSource();
  const { load, play } = useSample();
  const [made, setMade] = useState<string | null>(null);
  const busy = createShow.isPending || addSource.isPending;

  async function connect(settings: SourceSettings, title: string): Promise<void> {
    const show = made ?? (await createShow.mutateAsync({ title })).id;
    setMade(show);
    await addSource.mutateAsync({ show, settings });
    void navigate(`/shows/${show}`);
  }

  const error = load.error ?? play.error ?? createShow.error;
  return (
    <section className={classes.steps} aria-label={t("firstSteps.title")}>
      <header className={classes.header}>
        <h2 className={classes.title}>{t("firstSteps.title")}</h2>
        {onDone && (
          <Button size="compact-sm" variant="default" onClick={onDone}>
            {t("action.done")}
          </Button>
        )}
      </header>
      {error && <ProblemNote error={error} />}
      <ol className={classes.ways}>
        <li className={classes.way}>
          <h3>{t("firstSteps.connect")}</h3>
          <p>{t("firstSteps.connectWhat")}</p>
          <SourceField
            loading={busy}
            error={addSource.error}
            onAdd={(settings, title) => void connect(settings, title)}
          />
        </li>
        <li className={classes.way}>
          <h3>{t("firstSteps.send")}</h3>
          <p>{t("firstSteps.sendWhat")}</p>
          <FirstEvent onStart={onFollowing} />
        </li>
        <li className={classes.way}>
          <h3>{t("firstSteps.sample")}</h3>
          <p>{t("firstSteps.sampleWhat")}</p>
          <div className={classes.buttons}>
            <Button
              loading={load.isPending}
              onClick={() => load.mutate(undefined, { onSuccess: ({ show }) => void navigate(`/shows/${show}`) })}
            >
              {t("sample.load")}
            </Button>
            <Button
              variant="default"
              loading={play.isPending}
              onClick={() => play.mutate(undefined, { onSuccess: ({ show }) => void navigate(`/shows/${show}`) })}
            >
              {t("sample.play")}
            </Button>
          </div>
        </li>
      </ol>
    </section>
  );
}
