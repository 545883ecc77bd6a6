import { Button, NativeSelect, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { type Campaign, COST_KINDS, type CostKind, useAddCost, useUndoCosts } from "../../api/campaigns.ts";
import { useCreators } from "../../api/creators.ts";
import { useShows } from "../../api/shows.ts";
import type { Money } from "../../api/types.ts";
import { AmountField } from "../../components/amount-field.tsx";
import { usePlatformName } from "../../components/platform-badge.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { showUndo } from "../../components/undo.tsx";
import { useWords } from "../../i18n/index.ts";
import classes from "./campaigns.module.css";

interface CostFormProps {
  campaigns: readonly Campaign[];
  campaign: Campaign;
  onDone: () => void;
}

const PLATFORMS = ["tiktok", "youtube", "native", "facebook", "instagram", "twitch"];

/** One cost: of which campaign, on which day, for what, how much; and of which platform, creator or show. */
export function CostForm({ campaigns, campaign, onDone }: CostFormProps) {
  const { t } = useWords();
  const add = useAddCost();
  const undo = useUndoCosts();
  const platformName = usePlatformName();
  const creators = useCreators();
  const shows = useShows();
  const [of, setOf] = useState(campaign.id);
  const [day, setDay] = useState(() => new Date().toISOString().slice(0, 10));
  const [kind, setKind] = useState<CostKind>("ads");
  const [amount, setAmount] = useState<Money | null>(null);
  const [platform, setPlatform] = useState("");
  const [creator, setCreator] = useState("");
  const [show, setShow] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (amount === null) return;
    const orNull = (text: string) => (text === "" ? null : text);
    const optional = { platform: orNull(platform), creator: orNull(creator), show: orNull(show) };
    add.mutate(
      { campaign: of, day, kind, ...amount, ...optional },
      {
        onSuccess: ({ id }) => {
          onDone();
          showUndo(t("cost.added"), t("action.undo"), () => undo.mutate({ ids: [id] }));
        },
      },
    );
  };
  const none = { value: "", label: t("cost.none") };
  return (
    <form onSubmit={submit} className={classes.form}>
      <NativeSelect
        label={t("group.campaign")}
        value={of}
        data={campaigns.map(({ id, name }) => ({ value: id, label: name }))}
        onChange={(event) => setOf(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        required
        label={t("cost.day")}
        value={day}
        onChange={(event) => setDay(event.currentTarget.value)}
      />
      <NativeSelect
        label={t("cost.kindOf")}
        value={kind}
        data={COST_KINDS.map((value) => ({ value, label: t(`cost.kind.${value}`) }))}
        onChange={(event) => setKind(event.currentTarget.value as CostKind)}
      />
      <AmountField
        required
        label={t("cost.amount")}
        currency={campaign.budget?.currency ?? campaign.spent[0]?.currency}
        onChange={setAmount}
      />
      <NativeSelect
        label={t("group.platform")}
        value={platform}
        data={[none, ...PLATFORMS.map((value) => ({ value, label: platformName(value) }))]}
        onChange={(event) => setPlatform(event.currentTarget.value)}
      />
      <NativeSelect
        label={t("group.creator")}
        value={creator}
        data={[none, ...(creators.data ?? []).map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(event) => setCreator(event.currentTarget.value)}
      />
      <NativeSelect
        label={t("group.show")}
        value={show}
        data={[none, ...(shows.data ?? []).map(({ id, title }) => ({ value: id, label: title }))]}
        onChange={(event) => setShow(event.currentTarget.value)}
      />
      {add.error && <ProblemNote error={add.error} />}
      <Button type="submit" loading={add.isPending} disabled={amount === null || day === ""}>
        {t("cost.add")}
      </Button>
    </form>
  );
}
