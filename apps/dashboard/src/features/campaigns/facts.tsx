import { Term } from "../../components/term.tsx";
import { UNKNOWN } from "../../format/number.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./campaigns.module.css";

export interface Fact {
  word: string;
  formula: string;
  /** Null: unknown, for the reason given, else for want of something to divide by. */
  text: string | null;
  whyUnknown?: string;
  exact?: string;
  bad?: boolean;
}

/** A few figures in a row, each with its definition behind its name. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  const { t } = useWords();
  return (
    <dl className={classes.facts}>
      {facts.map(({ word, formula, text, whyUnknown, exact, bad = false }) => (
        <div key={word}>
          <dt>
            <Term word={word} formula={formula} />
          </dt>
          <dd data-negative={bad || undefined} title={text === null ? (whyUnknown ?? t("roi.nothingBelow")) : exact}>
            <bdi>{text ?? UNKNOWN}</bdi>
          </dd>
        </div>
      ))}
    </dl>
  );
}
