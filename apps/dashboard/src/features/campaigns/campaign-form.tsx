import { Button, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useSaveCampaign } from "../../api/campaigns.ts";
import type { Money } from "../../api/types.ts";
import { AmountField } from "../../components/amount-field.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useWords } from "../../i18n/index.ts";
import classes from "./campaigns.module.css";

/** A new campaign: its name, its time, its budget. */
export function CampaignForm({ onDone }: { onDone: (id: string) => void }) {
  const { t } = useWords();
  const save = useSaveCampaign();
  const [name, setName] = useState("");
  const [startsAt, setStartsAt] = useState("");
  const [endsAt, setEndsAt] = useState("");
  const [budget, setBudget] = useState<Money | null>(null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const instant = (day: string, time: string) => (day === "" ? null : new Date(`${day}T${time}`).toISOString());
    save.mutate(
      { name: name.trim(), startsAt: instant(startsAt, "00:00"), endsAt: instant(endsAt, "23:59:59"), budget },
      { onSuccess: ({ id }) => onDone(id) },
    );
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        data-autofocus
        required
        label={t("keys.name")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t("builder.from")}
        value={startsAt}
        onChange={(event) => setStartsAt(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        label={t("builder.to")}
        min={startsAt}
        value={endsAt}
        onChange={(event) => setEndsAt(event.currentTarget.value)}
      />
      <AmountField label={t("campaign.budget")} onChange={setBudget} />
      {save.error && <ProblemNote error={save.error} />}
      <Button type="submit" loading={save.isPending} disabled={name.trim() === ""}>
        {t("saved.save")}
      </Button>
    </form>
  );
}
