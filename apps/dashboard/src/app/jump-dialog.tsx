import { Modal, TextInput } from "@mantine/core";
import { type KeyboardEvent, useId, useState } from "react";
import { useNavigate } from "react-router";
import { useShows } from "../api/shows.ts";
import { Icon } from "../components/icon.tsx";
import { SampleMark, StatusMark } from "../components/show-marks.tsx";
import { useWords } from "../i18n/index.ts";
import classes from "./jump-dialog.module.css";
import { useScreens } from "./screens.ts";

interface DialogProps {
  opened: boolean;
  onClose: () => void;
}

/** Search and jump: shows by title or host, and screens. Arrows choose, Enter goes. */
export function JumpDialog({ opened, onClose }: DialogProps) {
  const { t } = useWords();
  return (
    <Modal.Root opened={opened} onClose={onClose} padding={0} yOffset="12vh">
      <Modal.Overlay />
      <Modal.Content aria-label={t("jump.title")}>
        <Modal.Body>{opened && <JumpList onClose={onClose} />}</Modal.Body>
      </Modal.Content>
    </Modal.Root>
  );
}

function JumpList({ onClose }: { onClose: () => void }) {
  const { t } = useWords();
  const navigate = useNavigate();
  const shows = useShows();
  const screens = useScreens();
  const [text, setText] = useState("");
  const [chosen, setChosen] = useState(0);
  const list = useId();
  const wanted = text.trim().toLowerCase();
  const matches = (...words: (string | null)[]) => words.some((word) => word?.toLowerCase().includes(wanted));
  const targets = [
    ...(shows.data ?? [])
      .filter((show) => matches(show.title, show.host))
      .slice(0, 8)
      .map((show) => ({ path: `/shows/${show.id}`, title: show.title, show, icon: "shows" as const })),
    ...screens
      .map(({ id, path, icon }) => ({ path, title: t(`nav.${id}`), show: null, icon }))
      .filter(({ title }) => matches(title)),
  ];
  const index = Math.min(chosen, targets.length - 1);
  const go = (path: string | undefined) => {
    if (path === undefined) return;
    onClose();
    void navigate(path);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowDown") setChosen(Math.min(index + 1, targets.length - 1));
    else if (event.key === "ArrowUp") setChosen(Math.max(index - 1, 0));
    else if (event.key === "Enter") go(targets[index]?.path);
    else return;
    event.preventDefault();
  };
  return (
    <>
      <TextInput
        data-autofocus
        variant="unstyled"
        size="md"
        px="md"
        value={text}
        placeholder={t("jump.placeholder")}
        aria-label={t("jump.placeholder")}
        role="combobox"
        aria-expanded
        aria-controls={list}
        aria-activedescendant={targets[index] ? `${list}-${index}` : undefined}
        onChange={(event) => {
          setText(event.currentTarget.value);
          setChosen(0);
        }}
        onKeyDown={onKeyDown}
      />
      <div id={list} className={classes.list} role="listbox" aria-label={t("jump.title")}>
        {targets.map((target, position) => (
          <button
            type="button"
            tabIndex={-1}
            key={target.path}
            id={`${list}-${position}`}
            role="option"
            aria-selected={position === index}
            className={classes.option}
            onClick={() => go(target.path)}
            onMouseMove={() => setChosen(position)}
          >
            <Icon name={target.icon} />
            <span className={classes.title}>{target.title}</span>
            {target.show?.sample && <SampleMark />}
            {target.show && <StatusMark status={target.show.status} />}
          </button>
        ))}
        {targets.length === 0 && <p className={classes.nothing}>{t("jump.nothing")}</p>}
      </div>
    </>
  );
}
