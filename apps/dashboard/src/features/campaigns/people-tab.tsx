import classes from "./campaigns.module.css";
import { Creators } from "./creators.tsx";
import { Links } from "./links.tsx";

/** Who sells for the brand, and the links that say through whom people came. */
export function PeopleTab() {
  return (
    <div className={classes.stack}>
      <Creators />
      <Links />
    </div>
  );
}
