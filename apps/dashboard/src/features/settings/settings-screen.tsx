import { useMay } from "../../api/session.ts";
import { ScreenTitle } from "../../components/screen-title.tsx";
import { useWords } from "../../i18n/index.ts";
import { Accounting } from "./accounting.tsx";
import { Appearance } from "./appearance.tsx";
import { BrandNames } from "./brand-names.tsx";
import { Keys } from "./keys.tsx";
import { SampleData } from "./sample-data.tsx";
import classes from "./settings.module.css";
import { SignedIn } from "./signed-in.tsx";

/** How the dashboard looks to this person, who may come in, and whether every event is accounted for. */
export function SettingsScreen() {
  const { t } = useWords();
  const mayAdminister = useMay("admin");
  const mayPlan = useMay("plan");
  return (
    <>
      <ScreenTitle title={t("settings.title")} />
      <div className={classes.panels}>
        <SignedIn />
        <Appearance />
        {mayPlan && <BrandNames />}
        {mayPlan && <SampleData />}
        {mayAdminister && <Keys />}
        {mayAdminister && <Accounting />}
      </div>
    </>
  );
}
