import { Skeleton } from "@mantine/core";
import { useWords } from "../../i18n/index.ts";
import classes from "./wall.module.css";

/** The wall's shape while its first answer is on the way. */
export function WallSkeleton() {
  const { t } = useWords();
  return (
    <div className={classes.table} role="status" aria-label={t("loading")}>
      {[0, 1, 2].map((row) => (
        <div key={row} className={classes.row}>
          <div className={classes.show}>
            <Skeleton h={18} w="70%" />
            <Skeleton h={12} w="40%" />
          </div>
          <div className={classes.platforms}>
            <Skeleton h={20} />
            <Skeleton h={20} />
          </div>
          {[0, 1, 2].map((figure) => (
            <div key={figure} className={classes.figure}>
              <Skeleton h={20} w={56} ms="auto" />
            </div>
          ))}
        </div>
      ))}
    </div>
  );
}
