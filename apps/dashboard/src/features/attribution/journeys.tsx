import { Table, TextInput, UnstyledButton } from "@mantine/core";
import { type FormEvent, useState } from "react";
import { useRecentBuyers } from "../../api/attribution.ts";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { PlatformBadge } from "../../components/platform-badge.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useUrlText } from "../../components/use-url-state.ts";
import { exactMetric } from "../../format/metric.ts";
import { exactNumber } from "../../format/number.ts";
import { dayAndClock } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./attribution.module.css";
import { JourneyDrawer } from "./journey-drawer.tsx";

/** Who bought lately, and for each what led to it. */
export function Journeys({ from, to }: { from: string; to: string }) {
  const { t, locale } = useWords();
  const buyers = useRecentBuyers({ from, to });
  const [open, setOpen] = useUrlText("buyer");
  const [sought, setSought] = useState("");
  const find = (event: FormEvent) => {
    event.preventDefault();
    setOpen(sought.trim());
  };
  return (
    <Panel
      title={t("journey.title")}
      padded={false}
      aside={
        <form onSubmit={find}>
          <TextInput
            size="xs"
            aria-label={t("journey.find")}
            placeholder={t("journey.findExample")}
            value={sought}
            onChange={(event) => setSought(event.currentTarget.value)}
          />
        </form>
      }
    >
      <p className={classes.caption}>{t("journey.caption")}</p>
      {buyers.error ? (
        <div className={classes.padded}>
          <ProblemNote error={buyers.error} onRetry={() => void buyers.refetch()} />
        </div>
      ) : !buyers.data ? (
        <Loading h={160} m="md" w="auto" />
      ) : buyers.data.data.length === 0 ? (
        <Empty>{t("journey.empty")}</Empty>
      ) : (
        <Table miw={640} verticalSpacing={4} horizontalSpacing="md">
          <Table.Thead>
            <Table.Tr>
              <Table.Th>{t("journey.buyer")}</Table.Th>
              <Table.Th>{t("group.platform")}</Table.Th>
              <Table.Th>{t("journey.last")}</Table.Th>
              <Table.Th ta="end">{t("journey.orders")}</Table.Th>
              <Table.Th ta="end">{t("journey.paid")}</Table.Th>
            </Table.Tr>
          </Table.Thead>
          <Table.Tbody>
            {buyers.data.data.map(({ actor, platform, orders, paid, lastAt }) => (
              <Table.Tr key={actor}>
                <Table.Th scope="row">
                  <UnstyledButton
                    className={classes.key}
                    aria-label={t("journey.open", { buyer: actor })}
                    onClick={() => setOpen(actor)}
                  >
                    <bdi>{actor}</bdi>
                  </UnstyledButton>
                </Table.Th>
                <Table.Td>
                  <PlatformBadge platform={platform} />
                </Table.Td>
                <Table.Td className="nowrap">
                  <bdi>{dayAndClock(lastAt, locale)}</bdi>
                </Table.Td>
                <Table.Td ta="end">{exactNumber(orders, locale)}</Table.Td>
                <Table.Td ta="end" className="nowrap">
                  {exactMetric(paid, "money", locale)}
                </Table.Td>
              </Table.Tr>
            ))}
          </Table.Tbody>
        </Table>
      )}
      <JourneyDrawer actor={open} onClose={() => setOpen("")} />
    </Panel>
  );
}
