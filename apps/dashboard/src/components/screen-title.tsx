import { type ReactNode, useEffect } from "react";
import classes from "./screen-title.module.css";

interface ScreenTitleProps {
  title: string;
  subtitle?: string;
  children?: ReactNode;
}

/** The screen's name, the question it answers, and what can be done there. */
export function ScreenTitle({ title, subtitle, children }: ScreenTitleProps) {
  useEffect(() => {
    document.title = `${title} · Showpulse`;
  }, [title]);
  return (
    <header className={classes.header}>
      <h1 className={classes.title}>{title}</h1>
      {subtitle && <span className={classes.subtitle}>{subtitle}</span>}
      <div className={classes.actions}>{children}</div>
    </header>
  );
}
