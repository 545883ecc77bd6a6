import { Button, Checkbox, Code, CopyButton, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useCreateKey } from "../../api/settings.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useWords } from "../../i18n/index.ts";
import classes from "./settings.module.css";

const ROLES = ["viewer", "moderator", "host", "marketer", "admin", "owner"] as const;

/** Makes a key and shows it, this once. */
export function NewKeyForm() {
  const { t } = useWords();
  const create = useCreateKey();
  const [name, setName] = useState("");
  const [role, setRole] = useState<string>("marketer");
  const [ingestOnly, setIngestOnly] = useState(false);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate({ name: name.trim(), role, ingestOnly }, { onSuccess: () => setName("") });
  };
  return (
    <>
      {create.data && (
        <div className={classes.secret} role="status">
          <p>{t("keys.once")}</p>
          <Code>{create.data.key}</Code>{" "}
          <CopyButton value={create.data.key}>
            {({ copied, copy }) => (
              <Button size="compact-xs" variant="default" onClick={copy}>
                {copied ? t("action.copied") : t("action.copy")}
              </Button>
            )}
          </CopyButton>
        </div>
      )}
      <form className={classes.form} onSubmit={submit}>
        <TextInput
          label={t("keys.name")}
          value={name}
          maxLength={200}
          onChange={(event) => setName(event.currentTarget.value)}
        />
        <NativeSelect
          label={t("keys.role")}
          value={role}
          data={ROLES.map((value) => ({ value, label: t(`role.${value}`) }))}
          onChange={(event) => setRole(event.currentTarget.value)}
        />
        <Checkbox
          mb={8}
          label={t("keys.ingestOnly")}
          checked={ingestOnly}
          onChange={(event) => setIngestOnly(event.currentTarget.checked)}
        />
        <Button type="submit" variant="default" loading={create.isPending} disabled={name.trim() === ""}>
          {t("keys.make")}
        </Button>
      </form>
      {create.error && <ProblemNote error={create.error} />}
    </>
  );
}
