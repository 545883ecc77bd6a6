import { Button, NumberInput, Table, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { type Rate, useRateChanges, useRates } from "../../api/rates.ts";
import { useMay } from "../../api/session.ts";
import { ActionsHead } from "../../components/actions-head.tsx";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { RemoveButton } from "../../components/remove-button.tsx";
import { showUndo } from "../../components/undo.tsx";
import { exactNumber } from "../../format/number.ts";
import { day } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./campaigns.module.css";

/** Rates of exchange by day: without one, money of several currencies is never added up. */
export function Rates() {
  const { t, locale } = useWords();
  const rates = useRates();
  const changes = useRateChanges();
  const mayPlan = useMay("plan");
  const remove = (rate: Rate) =>
    changes.remove.mutate(rate, {
      onSuccess: () => showUndo(t("rate.removed"), t("action.undo"), () => changes.add.mutate(rate)),
    });
  return (
    <Panel title={t("rate.title")} padded={false}>
      {rates.error ? (
        <div className={classes.padded}>
          <ProblemNote error={rates.error} onRetry={() => void rates.refetch()} />
        </div>
      ) : rates.isPending ? (
        <Loading h={80} m="md" w="auto" />
      ) : rates.data.length === 0 ? (
        <Empty>{t("rate.empty")}</Empty>
      ) : (
        <Table verticalSpacing={4} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("rate.day")}</Table.Th>
              <Table.Th>{t("rate.rate")}</Table.Th>
              <ActionsHead />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {rates.data.map((rate) => (
              <Table.Tr key={`${rate.day}${rate.from}${rate.to}`}>
                <Table.Th scope="row">{day(`${rate.day}T12:00`, locale)}</Table.Th>
                <Table.Td>
                  <bdi>
                    1 {rate.from} = {exactNumber(rate.rate, locale)} {rate.to}
                  </bdi>
                </Table.Td>
                <Table.Td ta="end">
                  {mayPlan && (
                    <RemoveButton
                      label={t("rate.remove", { from: rate.from, to: rate.to, day: rate.day })}
                      onClick={() => remove(rate)}
                    />
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {mayPlan && <NewRateForm />}
    </Panel>
  );
}

function NewRateForm() {
  const { t } = useWords();
  const { add } = useRateChanges();
  const [on, setOn] = useState(() => new Date().toISOString().slice(0, 10));
  const [from, setFrom] = useState("EUR");
  const [to, setTo] = useState("USD");
  const [rate, setRate] = useState<number | string>("");
  const isCurrency = (text: string) => /^[A-Z]{3}$/.test(text);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    add.mutate({ day: on, from, to, rate: Number(rate) }, { onSuccess: () => setRate("") });
  };
  return (
    <form onSubmit={submit} className={classes.inline}>
      <TextInput
        type="date"
        required
        label={t("rate.day")}
        value={on}
        onChange={(event) => setOn(event.currentTarget.value)}
      />
      <TextInput
        required
        label={t("rate.from")}
        w={120}
        maxLength={3}
        value={from}
        onChange={(event) => setFrom(event.currentTarget.value.toUpperCase())}
      />
      <TextInput
        required
        label={t("rate.to")}
        w={100}
        maxLength={3}
        value={to}
        onChange={(event) => setTo(event.currentTarget.value.toUpperCase())}
      />
      <NumberInput
        required
        label={t("rate.rate")}
        min={0}
        decimalScale={12}
        w={140}
        hideControls
        value={rate}
        onChange={setRate}
      />
      <Button
        type="submit"
        loading={add.isPending}
        disabled={!isCurrency(from) || !isCurrency(to) || from === to || Number(rate) <= 0}
      >
        {t("rate.add")}
      </Button>
    </form>
  );
}
