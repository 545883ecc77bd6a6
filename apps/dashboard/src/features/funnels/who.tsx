import { Button } from "@mantine/core";

interface WhoProps {
  label: string;
  disabled: boolean;
  onClick: () => void;
  children: string;
}

/** A number that opens who is behind it. */
export function Who({ label, disabled, onClick, children }: WhoProps) {
  if (disabled) return children;
  return (
    <Button size="compact-xs" variant="subtle" aria-label={`${children}, ${label}`} title={label} onClick={onClick}>
      {children}
    </Button>
  );
}
