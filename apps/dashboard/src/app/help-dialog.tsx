import { Kbd, Table } from "@mantine/core";
import { Dialog } from "../components/dialog.tsx";
import { useWords } from "../i18n/index.ts";
import { useScreens } from "./screens.ts";

interface DialogProps {
  opened: boolean;
  onClose: () => void;
}

/** What the keyboard can do. */
export function HelpDialog({ opened, onClose }: DialogProps) {
  const { t } = useWords();
  const screens = useScreens();
  const rows: [string[], string][] = [
    [["/"], t("jump.title")],
    ...screens.map(({ id, key }): [string[], string] => [["g", key], t(`nav.${id}`)]),
    [["?"], t("help.title")],
    [["Esc"], t("help.escape")],
  ];
  return (
    <Dialog opened={opened} onClose={onClose} title={t("help.title")}>
      <Table>
        <Table.Tbody>
          {rows.map(([keys, what]) => (
            <Table.Tr key={what}>
              <Table.Td w={88}>
                {keys.map((key) => (
                  <Kbd key={key} me={4}>
                    {key}
                  </Kbd>
                ))}
              </Table.Td>
              <Table.Td>{what}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Dialog>
  );
}
