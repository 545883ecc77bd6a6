import { Modal } from "@mantine/core";
import type { ReactNode } from "react";
import { useWords } from "../i18n/index.ts";

interface DialogProps {
  opened: boolean;
  onClose: () => void;
  title: string;
  size?: string;
  children: ReactNode;
}

/** A dialog; what it holds is there only while it is open, so that each time begins afresh. */
export function Dialog({ opened, onClose, title, size = "md", children }: DialogProps) {
  const { t } = useWords();
  return (
    <Modal
      opened={opened}
      onClose={onClose}
      size={size}
      title={title}
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {opened && children}
    </Modal>
  );
}
