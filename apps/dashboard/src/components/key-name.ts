import { useMemo } from "react";
import type { AttributionKey } from "../api/attribution.ts";
import { useCampaigns } from "../api/campaigns.ts";
import { useCreators } from "../api/creators.ts";
import { useLinks } from "../api/links.ts";
import { useShows } from "../api/shows.ts";
import { useWords } from "../i18n/index.ts";
import { usePlatformName } from "./platform-badge.tsx";

export const UNATTRIBUTED = "(unattributed)";

/** What a key of attribution is called: a campaign's name, a show's title. An unknown key keeps its own text. */
export function useKeyName(groupBy: AttributionKey): (key: string) => string {
  const { t } = useWords();
  const platformName = usePlatformName();
  const campaigns = useCampaigns().data;
  const creators = useCreators().data;
  const shows = useShows().data;
  const links = useLinks().data;
  return useMemo(() => {
    const pairs: [string, string][] =
      groupBy === "campaign"
        ? (campaigns ?? []).map(({ id, name }) => [id, name])
        : groupBy === "creator"
          ? (creators ?? []).map(({ id, name }) => [id, name])
          : groupBy === "show"
            ? (shows ?? []).map(({ id, title }) => [id, title])
            : groupBy === "link"
              ? (links ?? []).map(({ code, target }) => [code, `${code} → ${target.replace(/^https?:\/\//, "")}`])
              : [];
    const names = new Map(pairs);
    return (key) => {
      if (key === UNATTRIBUTED) return t("roi.unattributed");
      if (key === "(direct)") return t("roi.direct");
      return names.get(key) ?? (groupBy === "platform" ? platformName(key) : key);
    };
  }, [groupBy, campaigns, creators, shows, links, platformName, t]);
}
