import { Button, CopyButton } from "@mantine/core";
import { useState } from "react";
import { Link } from "react-router";
import { useSession } from "../../api/session.ts";
import { useCreateKey } from "../../api/settings.ts";
import { useCreateShow } from "../../api/shows.ts";
import { Icon } from "../../components/icon.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { takeFocusWhileScrolled } from "../../components/take-focus-while-scrolled.ts";
import { useWords } from "../../i18n/index.ts";
import { firstEventCommand } from "./first-event-command.ts";
import classes from "./first-steps.module.css";

/** The first event by hand: makes a show and a key that may only send events, then shows the line to paste. */
export function FirstEvent({ onStart }: { onStart: () => void }) {
  const { t } = useWords();
  const session = useSession();
  const createShow = useCreateShow();
  const createKey = useCreateKey();
  const [made, setMade] = useState<{ show: string; command: string } | null>(null);

  async function make(): Promise<void> {
    onStart();
    const { id: show } = await createShow.mutateAsync({ title: t("firstEvent.showTitle") });
    const { key } = await createKey.mutateAsync({ name: t("firstEvent.keyName"), role: "marketer", ingestOnly: true });
    const address = session.data?.publicUrl || location.origin;
    const id = `first-${Date.now()}`;
    setMade({ show, command: firstEventCommand({ address, key, show, id, text: t("firstEvent.text") }) });
  }

  if (!made)
    return (
      <>
        {(createShow.error ?? createKey.error) && (
          <ProblemNote error={(createShow.error ?? createKey.error) as Error} />
        )}
        <Button
          variant="default"
          loading={createShow.isPending || createKey.isPending}
          leftSection={<Icon name="key" />}
          onClick={() => void make()}
        >
          {t("firstEvent.make")}
        </Button>
      </>
    );
  return (
    <div className={classes.code}>
      <pre ref={takeFocusWhileScrolled}>{made.command}</pre>
      <div className={classes.buttons}>
        <CopyButton value={made.command}>
          {({ copied, copy }) => (
            <Button size="compact-sm" leftSection={<Icon name={copied ? "check" : "copy"} />} onClick={copy}>
              {copied ? t("action.copied") : t("action.copy")}
            </Button>
          )}
        </CopyButton>
        <Link to={`/shows/${made.show}`}>{t("firstEvent.open")}</Link>
      </div>
      <p className={classes.note}>{t("firstEvent.once")}</p>
    </div>
  );
}
