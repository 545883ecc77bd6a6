import { SegmentedControl } from "@mantine/core";
import { useEffect, useRef } from "react";
import { ScreenTitle } from "../../components/screen-title.tsx";
import { useUrlChoice } from "../../components/use-url-state.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./campaigns.module.css";
import { CostsTab } from "./costs-tab.tsx";
import { PeopleTab } from "./people-tab.tsx";
import { RatesTab } from "./rates-tab.tsx";
import { ResultTab } from "./result-tab.tsx";
import { ShowTab } from "./show-tab.tsx";

const TABS = ["result", "shows", "costs", "people", "rates"] as const;

/** What earned its cost? */
export function CampaignsScreen() {
  const { t } = useWords();
  const [tab, setTab] = useUrlChoice("tab", TABS);
  const strip = useRef<HTMLDivElement>(null);
  // On a narrow screen the strip scrolls: what is chosen must not lie outside.
  useEffect(() => {
    const chosen = strip.current?.querySelector(`input[value="${tab}"] + label`);
    chosen?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [tab]);
  return (
    <>
      <ScreenTitle title={t("roi.screen")} subtitle={t("roi.question")}>
        <div ref={strip} className={classes.tabs}>
          <SegmentedControl
            size="xs"
            aria-label={t("roi.tabs")}
            value={tab}
            data={TABS.map((value) => ({ value, label: t(`roi.tab.${value}`) }))}
            onChange={setTab}
          />
        </div>
      </ScreenTitle>
      {tab === "result" && <ResultTab />}
      {tab === "shows" && <ShowTab />}
      {tab === "costs" && <CostsTab />}
      {tab === "people" && <PeopleTab />}
      {tab === "rates" && <RatesTab />}
    </>
  );
}
