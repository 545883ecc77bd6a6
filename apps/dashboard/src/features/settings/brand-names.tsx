import { Button, Skeleton, Textarea } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { type BrandName, useBrandNames, useSaveBrandNames } from "../../api/settings.ts";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useWords } from "../../i18n/index.ts";
import { brandNamesOf, writeBrandNames } from "./brand-name-lines.ts";

/** How people speak of the brand, so that chat which names it is counted. */
export function BrandNames() {
  const { t } = useWords();
  const names = useBrandNames();
  return (
    <Panel title={t("brandNames.title")}>
      {names.error && <ProblemNote error={names.error} onRetry={() => void names.refetch()} />}
      {names.isPending && !names.error && <Skeleton h={96} />}
      {names.data && <NamesForm names={names.data} />}
    </Panel>
  );
}

function NamesForm({ names }: { names: readonly BrandName[] }) {
  const { t } = useWords();
  const save = useSaveBrandNames();
  const [text, setText] = useState(() => writeBrandNames(names));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    save.mutate(brandNamesOf(text));
  };
  return (
    <form onSubmit={submit}>
      <Textarea
        label={t("brandNames.names")}
        description={t("brandNames.how")}
        value={text}
        autosize
        minRows={3}
        maxRows={12}
        dir="auto"
        onChange={(event) => setText(event.currentTarget.value)}
      />
      <Button
        type="submit"
        variant="default"
        mt="sm"
        loading={save.isPending}
        disabled={text === writeBrandNames(names)}
      >
        {t("brandNames.save")}
      </Button>
      {save.error && <ProblemNote error={save.error} />}
    </form>
  );
}
