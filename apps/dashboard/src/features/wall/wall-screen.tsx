import { Button } from "@mantine/core";
import { useState } from "react";
import { useMay } from "../../api/session.ts";
import { useWall } from "../../api/shows.ts";
import { Empty } from "../../components/empty.tsx";
import { NewShowDialog } from "../../components/new-show-dialog.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { ScreenTitle } from "../../components/screen-title.tsx";
import { useWords } from "../../i18n/index.ts";
import { useWatch } from "../../live/use-live.ts";
import { FirstSteps } from "./first-steps.tsx";
import { orderRows } from "./order-rows.ts";
import classes from "./wall.module.css";
import { WallGroup } from "./wall-group.tsx";
import { WallSkeleton } from "./wall-skeleton.tsx";

/** Which show needs me? */
export function WallScreen() {
  const { t } = useWords();
  const wall = useWall();
  const mayPlan = useMay("plan");
  const [creating, setCreating] = useState(false);
  const [following, setFollowing] = useState(false);
  const rows = wall.data ?? [];
  useWatch(rows.filter(({ show }) => show.status === "live").map(({ show }) => show.id));
  const empty = wall.data !== undefined && rows.length === 0;
  return (
    <>
      <ScreenTitle title={t("wall.title")} subtitle={t("wall.question")}>
        {mayPlan && (
          <Button size="xs" variant="default" onClick={() => setCreating(true)}>
            {t("action.newShow")}
          </Button>
        )}
      </ScreenTitle>
      {wall.error && <ProblemNote error={wall.error} onRetry={() => void wall.refetch()} />}
      {wall.isPending && !wall.error && <WallSkeleton />}
      {empty && !mayPlan && <Empty>{t("wall.emptyForReaders")}</Empty>}
      {(empty || following) && mayPlan && (
        <FirstSteps onFollowing={() => setFollowing(true)} onDone={following ? () => setFollowing(false) : undefined} />
      )}
      <div className={classes.groups} data-stale={wall.error !== null || undefined}>
        {orderRows(rows).map((group) => (
          <WallGroup key={group.status} {...group} />
        ))}
      </div>
      <NewShowDialog opened={creating} onClose={() => setCreating(false)} />
    </>
  );
}
