import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useNavigate } from "react-router";
import { useCreateShow } from "../api/shows.ts";
import { useWords } from "../i18n/index.ts";
import { Dialog } from "./dialog.tsx";
import { ProblemNote } from "./problem-note.tsx";
import { StartField } from "./start-field.tsx";

interface DialogProps {
  opened: boolean;
  onClose: () => void;
}

/** Makes a show and opens it. */
export function NewShowDialog({ opened, onClose }: DialogProps) {
  const { t } = useWords();
  return (
    <Dialog opened={opened} onClose={onClose} title={t("newShow.title")}>
      <NewShowForm onClose={onClose} />
    </Dialog>
  );
}

function NewShowForm({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const create = useCreateShow();
  const [title, setTitle] = useState("");
  const [host, setHost] = useState("");
  const [currency, setCurrency] = useState("");
  const [startsAt, setStartsAt] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const show = {
      title: title.trim(),
      timezone: Intl.DateTimeFormat().resolvedOptions().timeZone,
      ...(host.trim() === "" ? {} : { host: host.trim() }),
      ...(currency.trim() === "" ? {} : { currency: currency.trim().toUpperCase() }),
      ...(startsAt === "" ? {} : { startsAt: new Date(startsAt).toISOString() }),
    };
    create.mutate(show, {
      onSuccess: ({ id }) => {
        onClose();
        void navigate(`/shows/${id}`);
      },
    });
  };
  return (
    <form onSubmit={submit} style={{ display: "grid", gap: 16 }}>
      <TextInput
        data-autofocus
        required
        label={t("newShow.name")}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <TextInput label={t("newShow.host")} value={host} onChange={(event) => setHost(event.currentTarget.value)} />
      <StartField value={startsAt} onChange={setStartsAt} />
      <TextInput
        label={t("newShow.currency")}
        placeholder="USD"
        maxLength={3}
        value={currency}
        onChange={(event) => setCurrency(event.currentTarget.value)}
      />
      {create.error && <ProblemNote error={create.error} />}
      <Button type="submit" loading={create.isPending} disabled={title.trim() === ""}>
        {t("newShow.submit")}
      </Button>
    </form>
  );
}
