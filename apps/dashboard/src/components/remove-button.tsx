import { ActionIcon } from "@mantine/core";
import { Icon } from "./icon.tsx";

/** Takes one thing away; its label says which. */
export function RemoveButton({ label, onClick }: { label: string; onClick: () => void }) {
  return (
    <ActionIcon variant="subtle" color="gray" aria-label={label} onClick={onClick}>
      <Icon name="trash" />
    </ActionIcon>
  );
}
