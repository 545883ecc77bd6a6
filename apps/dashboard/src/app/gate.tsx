import { useSession } from "../api/session.ts";
import { ProblemNote } from "../components/problem-note.tsx";
import { SignInScreen } from "../features/sign-in/sign-in-screen.tsx";
import { useWords } from "../i18n/index.ts";
import classes from "./shell.module.css";
import { Shell } from "./shell.tsx";

/** Lets people who are signed in through to the screens. */
export function Gate() {
  const { t } = useWords();
  const session = useSession();
  if (session.data) return <Shell session={session.data} />;
  if (session.data === null) return <SignInScreen />;
  return (
    <main className={classes.waiting}>
      {session.error ? (
        <ProblemNote error={session.error} onRetry={() => void session.refetch()} />
      ) : (
        <span className="dim" role="status">
          {t("loading")}
        </span>
      )}
    </main>
  );
}
