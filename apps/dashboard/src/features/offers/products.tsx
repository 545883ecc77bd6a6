import { Button, NumberInput, Table, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { type Product, useProductChanges, useProducts } from "../../api/products.ts";
import { useMay } from "../../api/session.ts";
import type { Money } from "../../api/types.ts";
import { ActionsHead } from "../../components/actions-head.tsx";
import { AmountField } from "../../components/amount-field.tsx";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { PasteDialog } from "../../components/paste/paste-dialog.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { RemoveButton } from "../../components/remove-button.tsx";
import { showUndo } from "../../components/undo.tsx";
import { exactMoney } from "../../format/money.ts";
import { exactNumber, UNKNOWN } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./offers.module.css";

const EXAMPLE = "sku,title,price,currency,cost,stock\nglow-30,Glow serum 30 ml,24.90,USD,6.20,120";

/** What is sold: price, cost and stock; entered one by one or pasted. */
export function Products() {
  const { t, locale } = useWords();
  const products = useProducts();
  const changes = useProductChanges();
  const mayPlan = useMay("plan");
  const [pasting, setPasting] = useState(false);
  const remove = ({ id, title }: Product) =>
    changes.remove.mutate(id, {
      onSuccess: () =>
        showUndo(t("campaign.removed", { name: title }), t("action.undo"), () => changes.restore.mutate(id)),
    });
  return (
    <Panel
      title={t("product.title")}
      padded={false}
      aside={
        mayPlan && (
          <Button size="compact-sm" variant="default" onClick={() => setPasting(true)}>
            {t("product.paste")}
          </Button>
        )
      }
    >
      {products.error ? (
        <div className={classes.padded}>
          <ProblemNote error={products.error} onRetry={() => void products.refetch()} />
        </div>
      ) : products.isPending ? (
        <Loading h={120} m="md" w="auto" />
      ) : products.data.length === 0 ? (
        <Empty>{t("product.empty")}</Empty>
      ) : (
        <Table miw={640} verticalSpacing={4} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("product.product")}</Table.Th>
              <Table.Th>SKU</Table.Th>
              <Table.Th ta="end">{t("product.price")}</Table.Th>
              <Table.Th ta="end">{t("product.cost")}</Table.Th>
              <Table.Th ta="end">{t("product.stock")}</Table.Th>
              <ActionsHead />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {products.data.map((product) => (
              <Table.Tr key={product.id}>
                <Table.Th scope="row">{product.title}</Table.Th>
                <Table.Td>
                  <bdi>{product.sku}</bdi>
                </Table.Td>
                <Table.Td ta="end" className="nowrap">
                  {exactMoney(product.price, locale)}
                </Table.Td>
                <Table.Td ta="end" className="nowrap" title={product.cost ? undefined : t("product.costUnknown")}>
                  {product.cost ? exactMoney(product.cost, locale) : UNKNOWN}
                </Table.Td>
                <Table.Td ta="end">{exactNumber(product.stock, locale)}</Table.Td>
                <Table.Td ta="end">
                  {mayPlan && (
                    <RemoveButton
                      label={t("campaign.remove", { name: product.title })}
                      onClick={() => remove(product)}
                    />
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {mayPlan && <NewProductForm />}
      <PasteDialog
        opened={pasting}
        onClose={() => setPasting(false)}
        title={t("product.paste")}
        example={EXAMPLE}
        send={changes.paste}
        onTaken={({ createdIds = [], created }) =>
          showUndo(t("product.pasted", { count: created }), t("action.undo"), () => {
            for (const id of createdIds) changes.remove.mutate(id);
          })
        }
      />
    </Panel>
  );
}

function NewProductForm() {
  const { t } = useWords();
  const { add } = useProductChanges();
  // Grows with every product that is added, which empties the fields.
  const [edition, setEdition] = useState(0);
  const [sku, setSku] = useState("");
  const [title, setTitle] = useState("");
  const [price, setPrice] = useState<Money | null>(null);
  const [cost, setCost] = useState<Money | null>(null);
  const [stock, setStock] = useState<number | string>("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (price === null) return;
    add.mutate(
      { sku: sku.trim(), title: title.trim(), price, cost, stock: Number(stock) },
      {
        onSuccess: () => {
          setSku("");
          setTitle("");
          setPrice(null);
          setCost(null);
          setStock("");
          setEdition(edition + 1);
        },
      },
    );
  };
  const isWhole = sku.trim() !== "" && title.trim() !== "" && price !== null && stock !== "";
  return (
    <form onSubmit={submit} className={classes.inline} key={edition}>
      <TextInput required label="SKU" w={120} value={sku} onChange={(event) => setSku(event.currentTarget.value)} />
      <TextInput
        required
        label={t("newShow.name")}
        flex={1}
        miw={160}
        value={title}
        onChange={(event) => setTitle(event.currentTarget.value)}
      />
      <AmountField required label={t("product.price")} onChange={setPrice} />
      <AmountField label={t("product.cost")} onChange={setCost} />
      <NumberInput
        required
        label={t("product.stock")}
        min={0}
        allowDecimal={false}
        w={100}
        value={stock}
        onChange={setStock}
      />
      <Button type="submit" loading={add.isPending} disabled={!isWhole}>
        {t("product.add")}
      </Button>
    </form>
  );
}
