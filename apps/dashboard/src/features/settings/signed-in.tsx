import { Button } from "@mantine/core";
import { useSession, useSignOut } from "../../api/session.ts";
import { Panel } from "../../components/panel.tsx";
import { useWords } from "../../i18n/index.ts";
import classes from "./settings.module.css";

/** Who is signed in, where, with which rights. */
export function SignedIn() {
  const { t } = useWords();
  const { data: session } = useSession();
  const signOut = useSignOut();
  if (!session) return null;
  return (
    <Panel title={t("settings.signedIn")}>
      <div className={classes.line}>
        <span>
          {t("settings.signedInAs", { name: session.name, role: session.role, workspace: session.workspace.name })}
        </span>
        <Button size="compact-sm" variant="default" loading={signOut.isPending} onClick={() => signOut.mutate()}>
          {t("settings.signOut")}
        </Button>
      </div>
    </Panel>
  );
}
