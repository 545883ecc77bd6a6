import { Skeleton } from "@mantine/core";
import { useConnectors } from "../../api/sources.ts";
import { Panel } from "../../components/panel.tsx";
import { PlatformBadge } from "../../components/platform-badge.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useWords } from "../../i18n/index.ts";
import classes from "./connections.module.css";

/** The platforms that this hub can connect, and what one of them still needs. */
export function ConnectorList() {
  const { t } = useWords();
  const connectors = useConnectors();
  return (
    <Panel title={t("connections.platforms")} padded={false}>
      {connectors.error && <ProblemNote error={connectors.error} onRetry={() => void connectors.refetch()} />}
      {connectors.isPending && !connectors.error && <Skeleton h={56} m="md" w="auto" />}
      <ul className={classes.sources}>
        {(connectors.data ?? []).map(({ platform, available, detail }) => (
          <li key={platform}>
            <div className={classes.connector}>
              <PlatformBadge platform={platform} />
              <span className="dim">
                {available === false ? t("connections.unavailable") : t("connections.available")}
              </span>
            </div>
            {detail && <p className={classes.detail}>{detail}</p>}
          </li>
        ))}
      </ul>
    </Panel>
  );
}
