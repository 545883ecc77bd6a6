import { Button, Drawer, Skeleton, Table } from "@mantine/core";
import { type AskedPeople, type FunnelRequest, useFunnelActors } from "../../api/funnels.ts";
import { Empty } from "../../components/empty.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { dayAndClock } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";

/** Whom a number stands for; `label`: the row of the breakdown that it is in. */
export interface Asked extends AskedPeople {
  label?: string;
}

interface WhoDrawerProps {
  request: FunnelRequest;
  asked: Asked | null;
  onClose: () => void;
}

/** Who reached a step, or was lost on the way to it. */
export function WhoDrawer({ request, asked, onClose }: WhoDrawerProps) {
  const { t } = useWords();
  const number = (asked?.step ?? 0) + 1;
  return (
    <Drawer
      opened={asked !== null}
      onClose={onClose}
      position="right"
      title={
        asked && (
          <>
            {t(asked.dropped ? "builder.whoLost" : "builder.whoReached", { number })}
            {asked.label !== undefined && (
              <>
                {": "}
                <bdi>{asked.label}</bdi>
              </>
            )}
          </>
        )
      }
      closeButtonProps={{ "aria-label": t("action.close") }}
    >
      {asked && <Who request={request} asked={asked} />}
    </Drawer>
  );
}

function Who({ request, asked }: { request: FunnelRequest; asked: Asked }) {
  const { t, locale } = useWords();
  const { label: _, ...people } = asked;
  const actors = useFunnelActors(request, people);
  if (actors.isPending) return <Skeleton h={240} />;
  if (!actors.data) return <ProblemNote error={actors.error} onRetry={() => void actors.refetch()} />;
  const all = actors.data.pages.flatMap(({ data }) => data);
  if (all.length === 0) return <Empty>{t("builder.nobody")}</Empty>;
  return (
    <>
      <Table verticalSpacing={4}>
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("builder.person")}</Table.Th>
            <Table.Th ta="end">{t("builder.lastStep")}</Table.Th>
            <Table.Th>{t("builder.lastAt")}</Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {all.map(({ actor, key, ids, name, step, at }, index) => (
            // Somebody may have started twice at one moment.
            <Table.Tr key={index}>
              <Table.Th scope="row" fw={400}>
                <bdi title={ids.join(", ")}>{key ?? name ?? actor}</bdi>
              </Table.Th>
              <Table.Td ta="end">{step + 1}</Table.Td>
              <Table.Td className="nowrap">{dayAndClock(at, locale)}</Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
      {actors.error ? (
        <ProblemNote error={actors.error} onRetry={() => void actors.fetchNextPage()} />
      ) : actors.hasNextPage ? (
        <Button
          mt={8}
          size="compact-sm"
          variant="default"
          loading={actors.isFetchingNextPage}
          onClick={() => void actors.fetchNextPage()}
        >
          {t("builder.morePeople")}
        </Button>
      ) : null}
    </>
  );
}
