import type { MetricDefinition } from "../../api/types.ts";
import { usePlatformName } from "../../components/platform-badge.tsx";
import { useWords } from "../../i18n/index.ts";
import classes from "./show.module.css";

/** What the platforms call a figure, and why theirs differs. */
export function PlatformNames({ names }: { names: MetricDefinition["platformNames"] }) {
  const { t } = useWords();
  const nameOf = usePlatformName();
  if (names.length === 0) return null;
  return (
    <>
      <h3 className={classes.subheading}>{t("definition.elsewhere")}</h3>
      <ul className={classes.names}>
        {names.map(({ platform, name, difference }) => (
          <li key={platform + name}>
            <strong>
              {nameOf(platform)}: {name}
            </strong>
            <span>{difference.replaceAll("**", "")}</span>
          </li>
        ))}
      </ul>
    </>
  );
}
