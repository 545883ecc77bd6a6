import { Button, Code, PasswordInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { Trans } from "react-i18next";
import { useSearchParams } from "react-router";
import { useSignIn } from "../../api/session.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useWords } from "../../i18n/index.ts";
import classes from "./sign-in-screen.module.css";

/** For people whom this browser does not know: how to get in. */
export function SignInScreen() {
  const { t } = useWords();
  const [key, setKey] = useState("");
  const [search] = useSearchParams();
  const signIn = useSignIn();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (key.trim() !== "") signIn.mutate(key.trim());
  };
  return (
    <main className={classes.page}>
      <h1 className={classes.title}>
        <img src="/icon.svg" alt="" width={32} height={32} />
        {t("signIn.title")}
      </h1>
      {search.get("signin") === "used" && <p className={classes.used}>{t("signIn.used")}</p>}
      <ol className={classes.ways}>
        <li>{t("signIn.link")}</li>
        <li>
          <Trans i18nKey="signIn.command" components={{ code: <Code /> }} />
        </li>
        <li>
          <form className={classes.form} onSubmit={submit}>
            <PasswordInput
              label={t("signIn.key")}
              description={t("signIn.keyHint")}
              value={key}
              autoComplete="current-password"
              onChange={(event) => setKey(event.currentTarget.value)}
            />
            {signIn.error && <ProblemNote error={signIn.error} />}
            <Button type="submit" loading={signIn.isPending} disabled={key.trim() === ""}>
              {t("signIn.submit")}
            </Button>
          </form>
        </li>
      </ol>
    </main>
  );
}
