import type { ComponentPropsWithoutRef } from "react";
import classes from "./scrolled.module.css";
import { takeFocusWhileScrolled } from "./take-focus-while-scrolled.ts";

/** The place of what may be larger than it, like a table on a phone: it is scrolled there, without a pointer too. */
export function Scrolled({ className = "", ...rest }: ComponentPropsWithoutRef<"div">) {
  return <div ref={takeFocusWhileScrolled} className={`${classes.scrolled} ${className}`} {...rest} />;
}
