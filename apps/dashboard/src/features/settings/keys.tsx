import { Skeleton, Table } from "@mantine/core";
import { useDeleteKey, useKeys } from "../../api/settings.ts";
import type { ApiKey } from "../../api/types.ts";
import { ActionsHead } from "../../components/actions-head.tsx";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Empty } from "../../components/empty.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { UNKNOWN } from "../../format/number.ts";
import { dayAndClock } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import { NewKeyForm } from "./new-key-form.tsx";

/** The API keys of the workspace: which there are, a new one, and taking one back. */
export function Keys() {
  const { t } = useWords();
  const keys = useKeys();
  return (
    <Panel title={t("keys.title")} padded={false}>
      {keys.error && <ProblemNote error={keys.error} onRetry={() => void keys.refetch()} />}
      {keys.isPending && !keys.error && <Skeleton h={56} m="md" w="auto" />}
      {keys.data?.length === 0 && <Empty>{t("keys.empty")}</Empty>}
      {keys.data && keys.data.length > 0 && <KeyTable keys={keys.data} />}
      {!keys.error && <NewKeyForm />}
    </Panel>
  );
}

function KeyTable({ keys }: { keys: readonly ApiKey[] }) {
  const { t, locale } = useWords();
  const revoke = useDeleteKey();
  return (
    <Table horizontalSpacing="md">
      <Table.Thead>
        <Table.Tr>
          <Table.Th>{t("keys.name")}</Table.Th>
          <Table.Th>{t("keys.role")}</Table.Th>
          <Table.Th>{t("keys.begins")}</Table.Th>
          <Table.Th>{t("keys.made")}</Table.Th>
          <ActionsHead />
        </Table.Tr>
      </Table.Thead>
      <Table.Tbody>
        {keys.map((key) => (
          <Table.Tr key={key.id}>
            <Table.Th scope="row">{key.name}</Table.Th>
            <Table.Td>{key.ingestOnly ? t("keys.ingestOnlyShort") : key.role}</Table.Td>
            <Table.Td>
              <code>{key.prefix ? `${key.prefix}…` : UNKNOWN}</code>
            </Table.Td>
            <Table.Td className="nowrap">{key.createdAt ? dayAndClock(key.createdAt, locale) : UNKNOWN}</Table.Td>
            <Table.Td ta="end">
              <ConfirmButton
                question={t("keys.revokeQuestion", { name: key.name })}
                confirm={t("keys.revoke")}
                loading={revoke.isPending && revoke.variables === key.id}
                onConfirm={() => revoke.mutate(key.id)}
              >
                {t("keys.revoke")}
              </ConfirmButton>
            </Table.Td>
          </Table.Tr>
        ))}
      </Table.Tbody>
    </Table>
  );
}
