import { Button, CopyButton, Group, NativeSelect, Table, TextInput } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useCampaigns } from "../../api/campaigns.ts";
import { useCreators } from "../../api/creators.ts";
import { qrAddress, type TrackedLink, useLinks, useMakeLink } from "../../api/links.ts";
import { useMay } from "../../api/session.ts";
import { useShows } from "../../api/shows.ts";
import { ActionsHead } from "../../components/actions-head.tsx";
import { Dialog } from "../../components/dialog.tsx";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { UNKNOWN } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./campaigns.module.css";

/** Tracked links: what each stands for, to copy or as a QR code. */
export function Links() {
  const { t } = useWords();
  const links = useLinks();
  const campaigns = useCampaigns();
  const creators = useCreators();
  const shows = useShows();
  const mayPlan = useMay("plan");
  const [drawn, setDrawn] = useState<TrackedLink | null>(null);
  return (
    <Panel title={t("link.title")} padded={false}>
      {links.error ? (
        <div className={classes.padded}>
          <ProblemNote error={links.error} onRetry={() => void links.refetch()} />
        </div>
      ) : links.isPending ? (
        <Loading h={80} m="md" w="auto" />
      ) : links.data.length === 0 ? (
        <Empty>{t("link.empty")}</Empty>
      ) : (
        <Table miw={800} verticalSpacing={4} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("link.url")}</Table.Th>
              <Table.Th>{t("link.target")}</Table.Th>
              <Table.Th>{t("group.campaign")}</Table.Th>
              <Table.Th>{t("group.creator")}</Table.Th>
              <Table.Th>{t("group.show")}</Table.Th>
              <ActionsHead />
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {links.data.map((link) => (
              <Table.Tr key={link.code}>
                <Table.Td className="nowrap">
                  <bdi title={link.url}>/r/{link.code}</bdi>
                </Table.Td>
                <Table.Td className={classes.address}>
                  <bdi title={link.target}>{link.target.replace(/^https?:\/\//, "")}</bdi>
                </Table.Td>
                <Table.Td>
                  {campaigns.data?.find(({ id }) => id === link.campaign)?.name ?? link.campaign ?? UNKNOWN}
                </Table.Td>
                <Table.Td>
                  {creators.data?.find(({ id }) => id === link.creator)?.name ?? link.creator ?? UNKNOWN}
                </Table.Td>
                <Table.Td>{shows.data?.find(({ id }) => id === link.show)?.title ?? link.show ?? UNKNOWN}</Table.Td>
                <Table.Td>
                  <Group gap={4} justify="flex-end" wrap="nowrap">
                    <CopyButton value={link.url}>
                      {({ copied, copy }) => (
                        <Button size="compact-xs" variant="default" onClick={copy}>
                          {copied ? t("action.copied") : t("action.copy")}
                        </Button>
                      )}
                    </CopyButton>
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={t("link.qrOf", { code: link.code })}
                      onClick={() => setDrawn(link)}
                    >
                      QR
                    </Button>
                  </Group>
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      {mayPlan && <NewLinkForm onMade={setDrawn} />}
      <Dialog opened={drawn !== null} onClose={() => setDrawn(null)} title={t("link.qr")}>
        {drawn && (
          <div className={classes.qr}>
            <img src={qrAddress(drawn.code)} alt={t("link.qrOf", { code: drawn.code })} width={280} height={280} />
            <bdi>{drawn.url}</bdi>
            <Button component="a" variant="default" href={qrAddress(drawn.code)} download={`${drawn.code}.svg`}>
              {t("link.download")}
            </Button>
          </div>
        )}
      </Dialog>
    </Panel>
  );
}

function NewLinkForm({ onMade }: { onMade: (link: TrackedLink) => void }) {
  const { t } = useWords();
  const make = useMakeLink();
  const campaigns = useCampaigns();
  const creators = useCreators();
  const shows = useShows();
  const [target, setTarget] = useState("");
  const [campaign, setCampaign] = useState("");
  const [creator, setCreator] = useState("");
  const [show, setShow] = useState("");
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const orNull = (text: string) => (text === "" ? null : text);
    make.mutate(
      { target: target.trim(), campaign: orNull(campaign), creator: orNull(creator), show: orNull(show) },
      {
        onSuccess: (link) => {
          setTarget("");
          onMade(link);
        },
      },
    );
  };
  const none = { value: "", label: t("cost.none") };
  return (
    <form onSubmit={submit} className={classes.inline}>
      <TextInput
        type="url"
        required
        label={t("link.target")}
        placeholder="https://shop.example/spring"
        flex={1}
        miw={220}
        value={target}
        onChange={(event) => setTarget(event.currentTarget.value)}
      />
      <NativeSelect
        label={t("group.campaign")}
        value={campaign}
        data={[none, ...(campaigns.data ?? []).map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(event) => setCampaign(event.currentTarget.value)}
      />
      <NativeSelect
        label={t("group.creator")}
        value={creator}
        data={[none, ...(creators.data ?? []).map(({ id, name }) => ({ value: id, label: name }))]}
        onChange={(event) => setCreator(event.currentTarget.value)}
      />
      <NativeSelect
        label={t("group.show")}
        value={show}
        data={[none, ...(shows.data ?? []).map(({ id, title }) => ({ value: id, label: title }))]}
        onChange={(event) => setShow(event.currentTarget.value)}
      />
      <Button type="submit" loading={make.isPending} disabled={target.trim() === ""}>
        {t("link.make")}
      </Button>
    </form>
  );
}
