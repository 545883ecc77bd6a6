import { Button } from "@mantine/core";
import { notifications } from "@mantine/notifications";

/** Says what was done, and offers to take it back. */
export function showUndo(message: string, undo: string, onUndo: () => void): void {
  const id = notifications.show({
    autoClose: 10_000,
    message: (
      <span style={{ display: "flex", alignItems: "center", justifyContent: "space-between", gap: 16 }}>
        {message}
        <Button
          size="compact-sm"
          variant="default"
          onClick={() => {
            notifications.hide(id);
            onUndo();
          }}
        >
          {undo}
        </Button>
      </span>
    ),
  });
}
