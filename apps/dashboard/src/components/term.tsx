import { Popover, UnstyledButton } from "@mantine/core";
import { useWords } from "../i18n/index.ts";
import classes from "./term.module.css";

interface TermProps {
  word: string;
  /** How the figure is worked out. */
  formula: string;
}

/** The name of a figure that opens its definition. */
export function Term({ word, formula }: TermProps) {
  const { t } = useWords();
  return (
    <Popover width={280} position="bottom" withArrow shadow="md" withRoles={false}>
      <Popover.Target>
        <UnstyledButton className={classes.term} title={formula} aria-label={t("term.define", { word })}>
          {word}
        </UnstyledButton>
      </Popover.Target>
      <Popover.Dropdown className={classes.formula}>
        <strong>{word}</strong>
        <span role="note">{formula}</span>
      </Popover.Dropdown>
    </Popover>
  );
}
