import { Button, FileButton, Group, Textarea } from "@mantine/core";
import type { UseMutationResult } from "@tanstack/react-query";
import { useState } from "react";
import type { BulkAnswer } from "../../api/campaigns.ts";
import { useWords } from "../../i18n/index.ts";
import { Dialog } from "../dialog.tsx";
import { ProblemNote } from "../problem-note.tsx";
import classes from "./paste.module.css";

type Send = UseMutationResult<BulkAnswer, Error, { text: string; dryRun: boolean }>;

interface PasteDialogProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  /** A header and a line that show what is understood. */
  example: string;
  send: Send;
  onTaken: (answer: BulkAnswer) => void;
}

/** A table pasted or read from a file: checked first, line by line, then taken in, all of it or nothing. */
export function PasteDialog({ opened, onClose, title, ...rest }: PasteDialogProps) {
  return (
    <Dialog opened={opened} onClose={onClose} size="lg" title={title}>
      <PasteForm {...rest} onClose={onClose} />
    </Dialog>
  );
}

function PasteForm({ example, send, onTaken, onClose }: Omit<PasteDialogProps, "opened" | "title">) {
  const { t } = useWords();
  const [text, setText] = useState("");
  const [checked, setChecked] = useState<BulkAnswer | null>(null);
  const change = (next: string) => {
    setText(next);
    setChecked(null);
    send.reset();
  };
  const take = (dryRun: boolean) =>
    send.mutate(
      { text, dryRun },
      {
        onSuccess: (answer) => {
          if (dryRun) return setChecked(answer);
          onTaken(answer);
          onClose();
        },
      },
    );
  const isRight = checked !== null && checked.errors.length === 0 && checked.rows > 0;
  const repeats = checked?.repeats?.length ?? 0;
  return (
    <div className={classes.form}>
      <Textarea
        data-autofocus
        label={t("paste.table")}
        description={t("paste.how")}
        placeholder={example}
        minRows={8}
        maxRows={16}
        autosize
        dir="ltr"
        styles={{ input: { fontFamily: "var(--mantine-font-family-monospace)", fontSize: 12 } }}
        value={text}
        onChange={(event) => change(event.currentTarget.value)}
      />
      {send.error && <ProblemNote error={send.error} />}
      {checked && (
        <div role="status" className={classes.answer}>
          {checked.errors.length === 0 && (
            <strong>
              {checked.updated
                ? t("paste.wouldBoth", { created: checked.created, updated: checked.updated })
                : t("paste.would", { count: checked.created })}
            </strong>
          )}
          {repeats > 0 && <span className={classes.warn}>{t("paste.repeats", { count: repeats })}</span>}
          {checked.errors.length > 0 && (
            <>
              <span className={classes.bad}>{t("paste.faulty", { count: checked.errors.length })}</span>
              <ul className={classes.faults}>
                {checked.errors.slice(0, 50).map(({ line, pointer, detail }) => (
                  <li key={`${line}${pointer}${detail}`}>
                    {t("paste.fault", { line, column: pointer.slice(1), detail })}
                  </li>
                ))}
              </ul>
            </>
          )}
        </div>
      )}
      <Group justify="space-between">
        <FileButton accept=".csv,text/csv,text/plain" onChange={(file) => void file?.text().then(change)}>
          {(props) => (
            <Button variant="default" {...props}>
              {t("paste.file")}
            </Button>
          )}
        </FileButton>
        <Group gap={8}>
          <Button
            variant="default"
            disabled={text.trim() === ""}
            loading={send.isPending && send.variables.dryRun}
            onClick={() => take(true)}
          >
            {t("paste.check")}
          </Button>
          <Button disabled={!isRight} loading={send.isPending && !send.variables.dryRun} onClick={() => take(false)}>
            {t("paste.take")}
          </Button>
        </Group>
      </Group>
    </div>
  );
}
