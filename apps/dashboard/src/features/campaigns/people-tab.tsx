import classes from "./campaigns.module.css";
import { Creators } from "./creators.tsx";
import { Links } from "./links.tsx";
import { Statements } from "./statements.tsx";

/** Who sells for the brand and is owed what, and the links that say through whom people came. */
export function PeopleTab() {
  return (
    <div className={classes.stack}>
      <Creators />
      <Statements />
      <Links />
    </div>
  );
}
