import { Button, Popover, Text } from "@mantine/core";
import { type ReactNode, useState } from "react";
import { useWords } from "../i18n/index.ts";

interface ConfirmButtonProps {
  /** What will happen, said before it does. */
  question: string;
  confirm: string;
  onConfirm: () => void;
  loading?: boolean;
  children: ReactNode;
  label?: string;
}

/** A button for what cannot be undone: it says what will happen and asks once more. */
export function ConfirmButton({ question, confirm, onConfirm, loading = false, children, label }: ConfirmButtonProps) {
  const { t } = useWords();
  const [opened, setOpened] = useState(false);
  return (
    <Popover
      opened={opened}
      onChange={setOpened}
      width={280}
      position="bottom-end"
      trapFocus
      returnFocus
      withArrow
      shadow="md"
    >
      <Popover.Target>
        <Button
          size="compact-sm"
          variant="default"
          loading={loading}
          aria-label={label}
          onClick={() => setOpened(!opened)}
        >
          {children}
        </Button>
      </Popover.Target>
      <Popover.Dropdown>
        <Text size="sm" mb="sm">
          {question}
        </Text>
        <Button.Group>
          <Button
            size="compact-sm"
            color="red"
            onClick={() => {
              setOpened(false);
              onConfirm();
            }}
          >
            {confirm}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => setOpened(false)}>
            {t("action.cancel")}
          </Button>
        </Button.Group>
      </Popover.Dropdown>
    </Popover>
  );
}
