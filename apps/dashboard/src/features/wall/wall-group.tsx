import { useId } from "react";
import type { ShowStatus, WallRow } from "../../api/types.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./wall.module.css";
import { WallRowView } from "./wall-row.tsx";

/** The shows of one status under their heading, with the names of the columns. */
export function WallGroup({ status, rows }: { status: ShowStatus; rows: readonly WallRow[] }) {
  const { t } = useWords();
  const heading = useId();
  return (
    <section aria-labelledby={heading}>
      <h2 id={heading} className={classes.heading}>
        {t(`wall.group.${status}`)}
        <span className={classes.count}>{rows.length}</span>
      </h2>
      <div className={classes.table}>
        <div className={classes.columns} aria-hidden="true">
          <span>{t("wall.column.show")}</span>
          <span className={classes.platformColumns}>
            <span>{t("wall.column.platform")}</span>
            <span>{t("wall.column.state")}</span>
            <span className={classes.number}>
              {status === "ended" ? t("wall.column.lastViewers") : t("wall.column.viewers")}
            </span>
            <span>{t("wall.column.course")}</span>
          </span>
          <span className={classes.number}>{t("wall.column.comments")}</span>
          <span className={classes.number}>{t("wall.column.orders")}</span>
          <span className={classes.number}>{t("wall.column.revenue")}</span>
        </div>
        <ul className={classes.rows}>
          {rows.map((row) => (
            <WallRowView key={row.show.id} row={row} />
          ))}
        </ul>
      </div>
    </section>
  );
}
