import type { Source } from "../../api/types.ts";
import type { LiveShow } from "../../live/live-show.ts";

/** The sources as asked for last, with what was pushed about them since; the later of the two wins. */
export function laidOver(polled: readonly Source[], pushed: LiveShow["sources"]): Source[] {
  return polled.map((source) => {
    const news = pushed[source.id];
    if (!news || (news.since !== undefined && news.since < source.since)) return source;
    return { ...source, ...news };
  });
}
