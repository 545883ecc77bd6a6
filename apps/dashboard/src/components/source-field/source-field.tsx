import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import type { SourceSettings } from "../../api/sources.ts";
import { useWords } from "../../i18n/index.ts";
import { PlatformBadge } from "../platform-badge.tsx";
import { ProblemNote } from "../problem-note.tsx";
import { detectSource } from "./detect-source.ts";
import classes from "./source-field.module.css";

interface SourceFieldProps {
  loading: boolean;
  error: Error | null;
  /** `title` names the source for people: "@brandhost", the video's id. */
  onAdd: (settings: SourceSettings, title: string) => void;
}

const titleOf = (settings: SourceSettings): string =>
  settings.platform === "tiktok" ? `@${settings.handle}` : settings.platform === "youtube" ? settings.video : "";

/** One field for a TikTok handle or a YouTube URL; it says which of the two it understood. */
export function SourceField({ loading, error, onAdd }: SourceFieldProps) {
  const { t } = useWords();
  const [text, setText] = useState("");
  const [tried, setTried] = useState(false);
  const detected = detectSource(text);
  const settings = "settings" in detected ? detected.settings : null;
  const fault = "problem" in detected && (tried || detected.problem !== "empty") ? detected.problem : null;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    if (settings) onAdd(settings, titleOf(settings));
  };
  return (
    <form onSubmit={submit} className={classes.form} noValidate>
      <div className={classes.line}>
        <TextInput
          className={classes.field ?? ""}
          label={t("sourceField.label")}
          placeholder={t("sourceField.placeholder")}
          value={text}
          autoCapitalize="none"
          autoComplete="off"
          spellCheck={false}
          error={tried && fault ? t(`sourceField.problem.${fault}`) : null}
          onChange={(event) => {
            setText(event.currentTarget.value);
            setTried(false);
          }}
        />
        <Button type="submit" loading={loading} className={classes.button ?? ""}>
          {t("action.connect")}
        </Button>
      </div>
      <div className={classes.hint} aria-live="polite">
        {settings ? (
          <>
            <PlatformBadge platform={settings.platform} />
            <bdi>{titleOf(settings)}</bdi>
          </>
        ) : (
          fault && !tried && <span>{t(`sourceField.problem.${fault}`)}</span>
        )}
      </div>
      {error && <ProblemNote error={error} />}
    </form>
  );
}
