import { Button, CopyButton, Menu, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import {
  type FunnelRequest,
  type SavedFunnel,
  useDeleteSavedFunnel,
  useSavedFunnels,
  useSaveFunnel,
} from "../../api/funnels.ts";
import { useMay } from "../../api/session.ts";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Icon } from "../../components/icon.tsx";
import { useWords } from "../../i18n/index.ts";

interface SavedProps {
  definition: FunnelRequest;
  /** The saved funnel that is open. */
  id: string;
  onOpen: (saved: SavedFunnel) => void;
  onSaved: (id: string) => void;
  onNew: () => void;
}

/** Saved funnels to open; this one to save, to share as a link, or to remove. */
export function Saved({ definition, id, onOpen, onSaved, onNew }: SavedProps) {
  const { t } = useWords();
  const saved = useSavedFunnels();
  const save = useSaveFunnel();
  const removal = useDeleteSavedFunnel();
  const mayPlan = useMay("plan");
  const [naming, setNaming] = useState(false);
  const open = saved.data?.find((one) => one.id === id);
  return (
    <>
      <Menu position="bottom-end" shadow="md">
        <Menu.Target>
          <Button size="xs" variant="default">
            {open?.name ?? t("saved.title")}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {saved.data?.length === 0 && <Menu.Label>{t("saved.empty")}</Menu.Label>}
          {saved.error && <Menu.Label>{saved.error.message}</Menu.Label>}
          {saved.data?.map((one) => (
            <Menu.Item key={one.id} aria-current={one.id === id} onClick={() => onOpen(one)}>
              {one.name}
            </Menu.Item>
          ))}
          <Menu.Divider />
          <Menu.Item leftSection={<Icon name="add" />} onClick={onNew}>
            {t("saved.new")}
          </Menu.Item>
        </Menu.Dropdown>
      </Menu>
      <CopyButton value={window.location.href}>
        {({ copied, copy }) => (
          <Button size="xs" variant="default" leftSection={<Icon name="copy" size={14} />} onClick={copy}>
            {copied ? t("action.copied") : t("saved.share")}
          </Button>
        )}
      </CopyButton>
      {mayPlan && open && (
        <>
          <ConfirmButton
            question={t("saved.removeQuestion", { name: open.name })}
            confirm={t("action.remove")}
            onConfirm={() => removal.mutate(open.id, { onSuccess: onNew })}
          >
            {t("action.remove")}
          </ConfirmButton>
          <Button
            size="xs"
            variant="default"
            loading={save.isPending}
            onClick={() => save.mutate({ id: open.id, name: open.name, definition })}
          >
            {t("saved.save")}
          </Button>
        </>
      )}
      {mayPlan && (
        <Button size="xs" onClick={() => setNaming(true)}>
          {t("saved.saveAs")}
        </Button>
      )}
      <Dialog opened={naming} onClose={() => setNaming(false)} title={t("saved.saveAs")}>
        <NameForm
          loading={save.isPending}
          onSubmit={(name) =>
            save.mutate(
              { name, definition },
              {
                onSuccess: (made) => {
                  setNaming(false);
                  onSaved(made.id);
                },
              },
            )
          }
        />
      </Dialog>
    </>
  );
}

function NameForm({ loading, onSubmit }: { loading: boolean; onSubmit: (name: string) => void }) {
  const { t } = useWords();
  const [name, setName] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    onSubmit(name.trim());
  };
  return (
    <form onSubmit={submit} style={{ display: "grid", gap: 16 }}>
      <TextInput
        data-autofocus
        required
        label={t("saved.name")}
        value={name}
        onChange={(event) => setName(event.currentTarget.value)}
      />
      <Button type="submit" loading={loading} disabled={name.trim() === ""}>
        {t("saved.save")}
      </Button>
    </form>
  );
}
