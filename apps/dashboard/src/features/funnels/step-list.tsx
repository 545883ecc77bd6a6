import { ActionIcon, Button } from "@mantine/core";
import { type DragEvent, type KeyboardEvent, useRef, useState } from "react";
import type { FunnelRequest } from "../../api/funnels.ts";
import { Icon } from "../../components/icon.tsx";
import { useWords } from "../../i18n/index.ts";
import { addStep, changeStep, MOST_STEPS, moveStep, removeStep } from "./definition.ts";
import classes from "./funnels.module.css";
import { StepEditor } from "./step-editor.tsx";

interface StepListProps {
  definition: FunnelRequest;
  onChange: (definition: FunnelRequest) => void;
}

/** The way, step by step. The handle drags a step, and moves it by the arrow keys. */
export function StepList({ definition, onChange }: StepListProps) {
  const { t } = useWords();
  const [dragged, setDragged] = useState<number | null>(null);
  const [over, setOver] = useState<number | null>(null);
  const [said, setSaid] = useState("");
  const handles = useRef<(HTMLButtonElement | null)[]>([]);
  const { steps } = definition;
  const move = (from: number, to: number) => {
    const next = moveStep(definition, from, to);
    if (next === definition) return;
    onChange(next);
    setSaid(t("builder.movedTo", { number: to + 1, total: steps.length }));
    requestAnimationFrame(() => handles.current[to]?.focus());
  };
  const onKeyDown = (event: KeyboardEvent, index: number) => {
    if (event.key !== "ArrowUp" && event.key !== "ArrowDown") return;
    event.preventDefault();
    move(index, index + (event.key === "ArrowUp" ? -1 : 1));
  };
  const endDrag = () => {
    setDragged(null);
    setOver(null);
  };
  const onDrop = (event: DragEvent, index: number) => {
    event.preventDefault();
    if (dragged !== null) move(dragged, index);
    endDrag();
  };
  return (
    <>
      <ol className={classes.steps} aria-label={t("builder.steps")}>
        {steps.map((step, index) => (
          <li
            // A step has no identity but its place.
            key={index}
            className={classes.step}
            data-over={(over === index && dragged !== index) || undefined}
            data-after={(dragged !== null && dragged < index) || undefined}
            onDragOver={(event) => {
              if (dragged === null) return;
              event.preventDefault();
              setOver(index);
            }}
            onDrop={(event) => onDrop(event, index)}
          >
            <button
              type="button"
              ref={(element) => {
                handles.current[index] = element;
              }}
              className={classes.handle}
              draggable
              aria-label={t("builder.moveStep", { number: index + 1 })}
              title={t("builder.moveHow")}
              onDragStart={(event) => {
                event.dataTransfer.effectAllowed = "move";
                event.dataTransfer.setData("text/plain", String(index));
                setDragged(index);
              }}
              onDragEnd={endDrag}
              onKeyDown={(event) => onKeyDown(event, index)}
            >
              <Icon name="grip" />
              {index + 1}
            </button>
            <StepEditor
              number={index + 1}
              step={step}
              isFirst={index === 0}
              onChange={(change) => onChange(changeStep(definition, index, change))}
            />
            <ActionIcon
              variant="subtle"
              color="gray"
              disabled={steps.length < 2}
              aria-label={t("builder.removeStep", { number: index + 1 })}
              onClick={() => onChange(removeStep(definition, index))}
            >
              <Icon name="cross" />
            </ActionIcon>
          </li>
        ))}
      </ol>
      <Button
        size="compact-sm"
        variant="default"
        leftSection={<Icon name="add" size={14} />}
        disabled={steps.length >= MOST_STEPS}
        onClick={() => onChange(addStep(definition))}
      >
        {t("builder.addStep")}
      </Button>
      <span className="visually-hidden" role="status">
        {said}
      </span>
    </>
  );
}
