import { Button, NumberInput, Table, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { type Creator, useCreatorChanges, useCreators } from "../../api/creators.ts";
import { useMay } from "../../api/session.ts";
import { ActionsHead } from "../../components/actions-head.tsx";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { RemoveButton } from "../../components/remove-button.tsx";
import { showUndo } from "../../components/undo.tsx";
import { exactPercent, UNKNOWN } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./campaigns.module.css";

/** Creators with their commission and what viewers are told of it. */
export function Creators() {
  const { t, locale } = useWords();
  const creators = useCreators();
  const changes = useCreatorChanges();
  const mayPlan = useMay("plan");
  const remove = ({ id, name }: Creator) =>
    changes.remove.mutate(id, {
      onSuccess: () => showUndo(t("campaign.removed", { name }), t("action.undo"), () => changes.restore.mutate(id)),
    });
  return (
    <Panel title={t("creator.title")} padded={false}>
      {creators.error ? (
        <div className={classes.padded}>
          <ProblemNote error={creators.error} onRetry={() => void creators.refetch()} />
        </div>
      ) : creators.isPending ? (
        <Loading h={80} m="md" w="auto" />
      ) : creators.data.length === 0 ? (
        <Empty>{t("creator.empty")}</Empty>
      ) : (
        <Table miw={560} verticalSpacing={4} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("group.creator")}</Table.Th>
              <Table.Th ta="end">{t("creator.rate")}</Table.Th>
              <Table.Th>{t("creator.disclosure")}</Table.Th>
              <ActionsHead />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {creators.data.map((creator) => (
              <Table.Tr key={creator.id}>
                <Table.Th scope="row">{creator.name}</Table.Th>
                <Table.Td ta="end">{exactPercent(creator.commissionRate, locale)}</Table.Td>
                <Table.Td>{creator.disclosure ?? UNKNOWN}</Table.Td>
                <Table.Td ta="end">
                  {mayPlan && (
                    <RemoveButton
                      label={t("campaign.remove", { name: creator.name })}
                      onClick={() => remove(creator)}
                    />
                  )}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {mayPlan && <NewCreatorForm />}
    </Panel>
  );
}

function NewCreatorForm() {
  const { t } = useWords();
  const { add } = useCreatorChanges();
  const [name, setName] = useState("");
  const [percent, setPercent] = useState<number | string>("");
  const [disclosure, setDisclosure] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const told = disclosure.trim();
    add.mutate(
      { name: name.trim(), commissionRate: Number(percent) / 100, disclosure: told === "" ? null : told },
      {
        onSuccess: () => {
          setName("");
          setPercent("");
          setDisclosure("");
        },
      },
    );
  };
  return (
    <form onSubmit={submit} className={classes.inline}>
      <TextInput
        required
        label={t("keys.name")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <NumberInput
        required
        label={t("creator.rate")}
        min={0}
        max={100}
        decimalScale={4}
        suffix=" %"
        w={140}
        value={percent}
        onChange={setPercent}
      />
      <TextInput
        label={t("creator.disclosure")}
        placeholder={t("creator.disclosureExample")}
        flex={1}
        miw={200}
        value={disclosure}
        onChange={(event) => setDisclosure(event.currentTarget.value)}
      />
      <Button type="submit" loading={add.isPending} disabled={name.trim() === "" || percent === ""}>
        {t("creator.add")}
      </Button>
    </form>
  );
}
