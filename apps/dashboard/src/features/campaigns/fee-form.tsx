import { Button, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { type Fee, useFeeChanges } from "../../api/fees.ts";
import type { Money } from "../../api/types.ts";
import { AmountField } from "../../components/amount-field.tsx";
import { usePlatformName } from "../../components/platform-badge.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useWords } from "../../i18n/index.ts";
import classes from "./campaigns.module.css";

/** Where orders are paid. */
const SHOPS = ["native", "shopify", "tiktok_shop", "woocommerce", "stripe", "tiktok", "youtube"];

interface FeeFormProps {
  /** The rule that is changed; null: a new one. */
  fee: Fee | null;
  onDone: () => void;
}

/** A rule: what a platform keeps of each order, as a share and as a fixed amount, from a day on. */
export function FeeForm({ fee, onDone }: FeeFormProps) {
  const { t } = useWords();
  const { save } = useFeeChanges();
  const platformName = usePlatformName();
  const [platform, setPlatform] = useState(fee?.platform ?? "tiktok_shop");
  const [name, setName] = useState(fee?.name ?? "");
  const [from, setFrom] = useState(() => fee?.from ?? new Date().toISOString().slice(0, 10));
  const [percent, setPercent] = useState<number | string>(fee === null ? "" : fee.rate * 100);
  const [perOrder, setPerOrder] = useState<Money | null>(fee?.perOrder ?? null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const rate = Math.round(Number(percent) * 10_000) / 1_000_000;
    save.mutate(
      { ...(fee === null ? {} : { id: fee.id }), platform, name: name.trim(), from, rate, perOrder },
      {
        onSuccess: () => {
          setName("");
          setPercent("");
          onDone();
        },
      },
    );
  };
  const platforms = [...new Set([...SHOPS, platform])];
  return (
    <form onSubmit={submit} className={classes.inline}>
      <NativeSelect
        label={t("group.platform")}
        value={platform}
        data={platforms.map((value) => ({ value, label: platformName(value) }))}
        onChange={(event) => setPlatform(event.currentTarget.value)}
      />
      <TextInput
        required
        label={t("keys.name")}
        placeholder={t("fee.example")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <TextInput
        type="date"
        required
        label={t("fee.from")}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value)}
      />
      <NumberInput
        label={t("fee.rate")}
        min={0}
        max={100}
        decimalScale={4}
        suffix=" %"
        w={140}
        value={percent}
        onChange={setPercent}
      />
      <AmountField
        label={t("fee.perOrder")}
        initialMicros={fee?.perOrder?.amountMicros}
        currency={fee?.perOrder?.currency}
        onChange={setPerOrder}
      />
      <Button type="submit" loading={save.isPending} disabled={name.trim() === "" || from === ""}>
        {t(fee === null ? "fee.add" : "saved.save")}
      </Button>
      {fee !== null && (
        <Button variant="default" onClick={onDone}>
          {t("action.cancel")}
        </Button>
      )}
      {save.error && <ProblemNote error={save.error} />}
    </form>
  );
}
