import { Button, NativeSelect, NumberInput, SegmentedControl, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useNavigate } from "react-router";
import { type Product, useProducts } from "../../api/products.ts";
import { useSwitchbackChanges } from "../../api/switchbacks.ts";
import type { Money } from "../../api/types.ts";
import { AmountField } from "../../components/amount-field.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Empty } from "../../components/empty.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { StartField } from "../../components/start-field.tsx";
import { duration } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./offers.module.css";

interface DialogProps {
  opened: boolean;
  show: string;
  onClose: () => void;
}

/** Registers an experiment: from then on nothing of it changes. */
export function NewExperimentDialog({ opened, show, onClose }: DialogProps) {
  const { t } = useWords();
  const products = useProducts();
  return (
    <Dialog opened={opened} onClose={onClose} title={t("experiment.new")}>
      {products.data?.length === 0 && <Empty>{t("offer.noProducts")}</Empty>}
      {products.data && products.data.length > 0 && (
        <NewExperimentForm show={show} products={products.data} onClose={onClose} />
      )}
    </Dialog>
  );
}

interface FormProps {
  show: string;
  products: readonly Product[];
  onClose: () => void;
}

function NewExperimentForm({ show, products, onClose }: FormProps) {
  const { t, locale } = useWords();
  const navigate = useNavigate();
  const { create } = useSwitchbackChanges();
  const [title, setTitle] = useState("");
  const [what, setWhat] = useState<"offer" | "pin">("offer");
  const [product, setProduct] = useState(products[0]?.id ?? "");
  const [price, setPrice] = useState<Money | null>(null);
  const [minutes, setMinutes] = useState<number | string>(3);
  const [blocks, setBlocks] = useState<number | string>(20);
  const [burnIn, setBurnIn] = useState<number | string>(30);
  const [startsAt, setStartsAt] = useState("");
  const blockSeconds = Math.round(Number(minutes) * 60);
  const isWhole = title.trim() !== "" && product !== "" && blockSeconds > 0 && (what === "pin" || price !== null);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (what === "offer" && price === null) return;
    create.mutate(
      {
        show,
        title: title.trim(),
        switches:
          price !== null && what === "offer"
            ? { offer: { kind: "flash", items: [{ product, price }] } }
            : { pin: product },
        blockSeconds,
        blocks: Number(blocks),
        burnInSeconds: Number(burnIn),
        startsAt: startsAt === "" ? null : new Date(startsAt).toISOString(),
      },
      {
        onSuccess: ({ id }) => {
          onClose();
          void navigate(`/offers/experiments/${encodeURIComponent(id)}?show=${encodeURIComponent(show)}`);
        },
      },
    );
  };
  return (
    <form onSubmit={submit} className={classes.form}>
      <TextInput
        data-autofocus
        required
        label={t("newShow.name")}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <SegmentedControl
        aria-label={t("experiment.switched")}
        value={what}
        data={[
          { value: "offer", label: t("experiment.offer") },
          { value: "pin", label: t("experiment.pin") },
        ]}
        onChange={setWhat}
      />
      <NativeSelect
        required
        label={t("product.product")}
        value={product}
        data={products.map(({ id, title: label }) => ({ value: id, label }))}
        onChange={(event) => setProduct(event.currentTarget.value)}
      />
      {what === "offer" && (
        <AmountField
          key={product}
          required
          label={t("experiment.price")}
          currency={products.find(({ id }) => id === product)?.price.currency}
          onChange={setPrice}
        />
      )}
      <NumberInput
        required
        label={t("experiment.minutes")}
        min={0.2}
        decimalScale={2}
        value={minutes}
        onChange={setMinutes}
      />
      <NumberInput
        required
        label={t("experiment.blocks")}
        description={t("experiment.blocksHint", { total: duration(blockSeconds * Number(blocks), locale) })}
        min={2}
        step={2}
        allowDecimal={false}
        value={blocks}
        onChange={setBlocks}
      />
      <NumberInput
        required
        label={t("experiment.burnIn")}
        description={t("experiment.burnInHint")}
        min={0}
        allowDecimal={false}
        value={burnIn}
        onChange={setBurnIn}
      />
      <StartField value={startsAt} description={t("offer.byHand")} onChange={setStartsAt} />
      <p className={classes.note}>{t("experiment.promise")}</p>
      {create.error && <ProblemNote error={create.error} />}
      <Button type="submit" loading={create.isPending} disabled={!isWhole}>
        {t("experiment.register")}
      </Button>
    </form>
  );
}
