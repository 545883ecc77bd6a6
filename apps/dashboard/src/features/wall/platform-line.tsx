import type { WallPlatform } from "../../api/types.ts";
import { Spark } from "../../charts/spark.tsx";
import { FigureText } from "../../components/figure-text.tsx";
import { platformHue } from "../../components/platform.ts";
import { PlatformBadge, usePlatformName } from "../../components/platform-badge.tsx";
import { explainsItself, SourceStateMark } from "../../components/source-state.tsx";
import { useWords } from "../../i18n/index.ts";
import classes from "./wall.module.css";

/** One platform of a show: state, viewers now and their course, and what is wrong if something is. */
export function PlatformLine({ line }: { line: WallPlatform }) {
  const { t } = useWords();
  const name = usePlatformName()(line.platform);
  const wrong = line.state !== null && explainsItself(line.state);
  return (
    <li className={classes.platform}>
      <PlatformBadge platform={line.platform} />
      <span title={line.detail ?? undefined}>{line.state && <SourceStateMark state={line.state} />}</span>
      <span className={classes.number}>
        <FigureText value={line.viewers} reading="count" />
      </span>
      <Spark points={line.spark} colour={platformHue(line.platform)} label={t("wall.sparkLabel", { platform: name })} />
      {wrong && line.detail && <span className={classes.detail}>{line.detail}</span>}
    </li>
  );
}
