import classes from "./legend.module.css";

export interface LegendEntry {
  key: string;
  name: string;
  /** A CSS colour. */
  colour: string;
}

/** Which colour stands for what. */
export function Legend({ entries }: { entries: readonly LegendEntry[] }) {
  return (
    <ul className={classes.legend}>
      {entries.map(({ key, name, colour }) => (
        <li key={key}>
          <i style={{ background: colour }} />
          <span>{name}</span>
        </li>
      ))}
    </ul>
  );
}
