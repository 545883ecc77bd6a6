import { Button, MultiSelect, NativeSelect, NumberInput, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { OFFER_KINDS, type OfferKind, useOfferChanges } from "../../api/offers.ts";
import { useProducts } from "../../api/products.ts";
import type { Money } from "../../api/types.ts";
import { AmountField } from "../../components/amount-field.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Empty } from "../../components/empty.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { StartField } from "../../components/start-field.tsx";
import { useWords } from "../../i18n/index.ts";
import classes from "./offers.module.css";

interface DialogProps {
  opened: boolean;
  show: string;
  onClose: () => void;
}

/** Plans an offer of a show. */
export function NewOfferDialog({ opened, show, onClose }: DialogProps) {
  const { t } = useWords();
  return (
    <Dialog opened={opened} onClose={onClose} title={t("offer.new")}>
      <NewOfferForm show={show} onClose={onClose} />
    </Dialog>
  );
}

function NewOfferForm({ show, onClose }: { show: string; onClose: () => void }) {
  const { t } = useWords();
  const products = useProducts();
  const { create } = useOfferChanges();
  const [title, setTitle] = useState("");
  const [kind, setKind] = useState<OfferKind>("flash");
  const [chosen, setChosen] = useState<string[]>([]);
  const [prices, setPrices] = useState<Record<string, Money | null>>({});
  const [minutes, setMinutes] = useState<number | string>(5);
  const [stock, setStock] = useState<number | string>("");
  const [perShopper, setPerShopper] = useState<number | string>("");
  const [startsAt, setStartsAt] = useState("");
  const items = chosen.flatMap((product) => {
    const price = prices[product];
    return price ? [{ product, price }] : [];
  });
  const isWhole = title.trim() !== "" && chosen.length > 0 && items.length === chosen.length && Number(minutes) > 0;
  const submit = (event: FormEvent) => {
    event.preventDefault();
    create.mutate(
      {
        show,
        title: title.trim(),
        kind,
        items,
        durationSeconds: Math.round(Number(minutes) * 60),
        startsAt: startsAt === "" ? null : new Date(startsAt).toISOString(),
        stock: stock === "" ? null : Number(stock),
        perShopper: perShopper === "" ? null : Number(perShopper),
      },
      { onSuccess: onClose },
    );
  };
  if (products.data?.length === 0) return <Empty>{t("offer.noProducts")}</Empty>;
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        data-autofocus
        required
        label={t("newShow.name")}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <NativeSelect
        label={t("offer.kindOf")}
        value={kind}
        data={OFFER_KINDS.map((value) => ({ value, label: t(`offer.kind.${value}`) }))}
        onChange={(event) => setKind(event.currentTarget.value as OfferKind)}
      />
      <MultiSelect
        required
        searchable
        label={t("product.title")}
        data={(products.data ?? []).map(({ id, title: name }) => ({ value: id, label: name }))}
        value={chosen}
        onChange={setChosen}
      />
      {chosen.map((id) => {
        const product = products.data?.find((one) => one.id === id);
        return (
          <AmountField
            key={id}
            required
            label={t("offer.priceOf", { product: product?.title ?? id })}
            currency={product?.price.currency}
            onChange={(price) => setPrices((before) => ({ ...before, [id]: price }))}
          />
        );
      })}
      <NumberInput
        required
        label={t("offer.minutes")}
        min={0.1}
        decimalScale={2}
        value={minutes}
        onChange={setMinutes}
      />
      <NumberInput
        label={t("offer.figure.stock")}
        description={t("offer.stockNone")}
        min={0}
        allowDecimal={false}
        value={stock}
        onChange={setStock}
      />
      <NumberInput
        label={t("offer.perShopper")}
        min={1}
        allowDecimal={false}
        value={perShopper}
        onChange={setPerShopper}
      />
      <StartField value={startsAt} description={t("offer.byHand")} onChange={setStartsAt} />
      {create.error && <ProblemNote error={create.error} />}
      <Button type="submit" loading={create.isPending} disabled={!isWhole}>
        {t("offer.plan")}
      </Button>
    </form>
  );
}
