import { type ReactNode, useId } from "react";
import classes from "./panel.module.css";
import { Scrolled } from "./scrolled.tsx";

interface PanelProps {
  /** What an address leads to. */
  id?: string;
  title: string;
  /** What stands at the end of the title's line: choices, counts, buttons. */
  aside?: ReactNode;
  /** Whether the content keeps its distance from the panel's edge; tables and lists do not. */
  padded?: boolean;
  className?: string | undefined;
  children: ReactNode;
}

/** One titled area of a screen. Panels are never nested. */
export function Panel({ id, title, aside, padded = true, className, children }: PanelProps) {
  const heading = useId();
  return (
    <section id={id} className={`${classes.panel} ${className ?? ""}`} aria-labelledby={heading}>
      <header className={classes.header}>
        <h2 id={heading} className={classes.title}>
          {title}
        </h2>
        {aside && <div className={classes.aside}>{aside}</div>}
      </header>
      {padded ? <div className={classes.padded}>{children}</div> : <Scrolled>{children}</Scrolled>}
    </section>
  );
}
