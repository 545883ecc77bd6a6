import type { ReactNode } from "react";
import classes from "./notes.module.css";

/** Nothing yet: why, and the one thing to do about it. */
export function Empty({ children, action }: { children: ReactNode; action?: ReactNode }) {
  return (
    <div className={classes.empty}>
      <span>{children}</span>
      {action}
    </div>
  );
}
