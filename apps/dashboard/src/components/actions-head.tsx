import { Table } from "@mantine/core";
import { useWords } from "../i18n/index.ts";

/** Heads the column of what can be done with a row: a word for screen readers, where the eye sees buttons. */
export function ActionsHead() {
  const { t } = useWords();
  return (
    <Table.Th>
      <span className="visually-hidden">{t("table.actions")}</span>
    </Table.Th>
  );
}
