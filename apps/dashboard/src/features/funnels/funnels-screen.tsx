import { useDebouncedValue } from "@mantine/hooks";
import { useEffect, useMemo, useState } from "react";
import { useSearchParams } from "react-router";
import { type FunnelRequest, type SavedFunnel, useSavedFunnels } from "../../api/funnels.ts";
import { Panel } from "../../components/panel.tsx";
import { ScreenTitle } from "../../components/screen-title.tsx";
import { useWords } from "../../i18n/index.ts";
import { firstDefinition, readDefinition, toRequest, writeDefinition } from "./definition.ts";
import classes from "./funnels.module.css";
import { Options } from "./options.tsx";
import { Result } from "./result.tsx";
import { Saved } from "./saved.tsx";
import { StepList } from "./step-list.tsx";
import { Summary } from "./summary.tsx";

/**
 * Where do people fall out? The answer first, always live, and the builder at its side; below it where it is narrow, with
 * the answer in short above the fields. The address carries all of it.
 */
export function FunnelsScreen() {
  const { t } = useWords();
  const [search, setSearch] = useSearchParams();
  const [definition, setDefinition] = useState<FunnelRequest | null>(() => readDefinition(search.get("funnel")));
  const [id, setId] = useState(search.get("saved") ?? "");
  // Grows with every funnel that is opened, so that no field keeps what belonged to the one before.
  const [edition, setEdition] = useState(0);
  const saved = useSavedFunnels();
  const linked = saved.data?.find((one) => one.id === id)?.definition;
  const current = definition ?? linked ?? firstDefinition();
  const [settled] = useDebouncedValue(current, 300);
  const request = useMemo(() => toRequest(settled), [settled]);
  const text = definition === null ? null : writeDefinition(definition);
  useEffect(() => {
    const timer = setTimeout(
      () =>
        setSearch(
          (before) => {
            const after = new URLSearchParams(before);
            if (text === null) after.delete("funnel");
            else after.set("funnel", text);
            if (id === "") after.delete("saved");
            else after.set("saved", id);
            return after;
          },
          { replace: true },
        ),
      200,
    );
    return () => clearTimeout(timer);
  }, [text, id, setSearch]);
  const open = (next: FunnelRequest | null, nextId: string) => {
    setDefinition(next);
    setId(nextId);
    setEdition(edition + 1);
  };
  const onOpen = (one: SavedFunnel) => open(one.definition, one.id);
  return (
    <>
      <ScreenTitle title={t("builder.title")} subtitle={t("builder.question")}>
        <Saved definition={current} id={id} onOpen={onOpen} onSaved={setId} onNew={() => open(null, "")} />
      </ScreenTitle>
      <div className={classes.columns}>
        <Result definition={current} request={request} onChange={setDefinition} />
        <Panel title={t("builder.steps")} className={classes.builder} key={edition}>
          <Summary request={request} />
          <StepList definition={current} onChange={setDefinition} />
          <Options definition={current} onChange={setDefinition} />
        </Panel>
      </div>
    </>
  );
}
