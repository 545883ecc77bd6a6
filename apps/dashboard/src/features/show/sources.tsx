import { Skeleton } from "@mantine/core";
import { useState } from "react";
import { useMay } from "../../api/session.ts";
import { useAddSource, useDeleteSource } from "../../api/sources.ts";
import type { Show, Source } from "../../api/types.ts";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Icon } from "../../components/icon.tsx";
import { Panel } from "../../components/panel.tsx";
import { usePlatformName } from "../../components/platform-badge.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { SourceDetails } from "../../components/source-details.tsx";
import { SourceField } from "../../components/source-field/source-field.tsx";
import { useWords } from "../../i18n/index.ts";
import classes from "./show.module.css";

interface SourcesProps {
  show: Show;
  sources: readonly Source[] | undefined;
  error: Error | null;
  onRetry: () => void;
}

/** Where the show's events come from, how that goes, and one field to connect another. */
export function Sources({ show, sources, error, onRetry }: SourcesProps) {
  const { t } = useWords();
  const nameOf = usePlatformName();
  const add = useAddSource();
  const drop = useDeleteSource(show.id);
  const mayPlan = useMay("plan");
  // The field is emptied when its content was taken, not when the list above changes: somebody may be typing.
  const [added, setAdded] = useState(0);
  return (
    <Panel title={t("sources.title")} padded={false} className={classes.later}>
      {error && <ProblemNote error={error} onRetry={onRetry} />}
      {!sources && !error && <Skeleton h={64} m="md" w="auto" />}
      <ul className={classes.sources}>
        {(sources ?? []).map((source) => (
          <li key={source.id}>
            <SourceDetails source={source}>
              {mayPlan && (
                <ConfirmButton
                  question={t("sources.removeQuestion", { platform: nameOf(source.platform) })}
                  confirm={t("action.remove")}
                  label={t("sources.remove", { platform: nameOf(source.platform) })}
                  loading={drop.isPending && drop.variables === source.id}
                  onConfirm={() => drop.mutate(source.id)}
                >
                  <Icon name="trash" size={14} />
                </ConfirmButton>
              )}
            </SourceDetails>
          </li>
        ))}
        {sources?.length === 0 && (
          <li className="dim">
            <bdi>{show.sample ? t("sources.sample") : t("sources.empty")}</bdi>
          </li>
        )}
      </ul>
      {mayPlan && !show.sample && (
        <div className={classes.addSource}>
          <SourceField
            key={added}
            loading={add.isPending}
            error={add.error}
            onAdd={(settings) => add.mutate({ show: show.id, settings }, { onSuccess: () => setAdded((n) => n + 1) })}
          />
        </div>
      )}
    </Panel>
  );
}
