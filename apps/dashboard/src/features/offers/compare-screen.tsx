import { Link } from "react-router";
import { useComparedOffers } from "../../api/offers.ts";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { ScreenTitle } from "../../components/screen-title.tsx";
import { useUrlText } from "../../components/use-url-state.ts";
import { useWords } from "../../i18n/index.ts";
import { CompareCurves } from "./compare-curves.tsx";
import { CompareTable } from "./compare-table.tsx";
import { OfferViews } from "./offer-views.tsx";
import classes from "./offers.module.css";
import { UpliftCompare } from "./uplift-compare.tsx";

/** Which of these offers did better? Their figures side by side, with how sure each effect is. */
export function CompareScreen() {
  const { t } = useWords();
  const [asked] = useUrlText("ids");
  const [show] = useUrlText("show");
  const ids = asked.split(",").filter((id) => id !== "");
  const offers = useComparedOffers(ids);
  return (
    <>
      <ScreenTitle title={t("offer.compare")} subtitle={t("offer.compareQuestion")}>
        <OfferViews show={show} />
      </ScreenTitle>
      <div className={classes.stack}>
        {ids.length === 0 ? (
          <Panel title={t("offer.compare")}>
            <Empty action={<Link to="/offers">{t("offer.view.offers")}</Link>}>{t("offer.chooseTwo")}</Empty>
          </Panel>
        ) : offers.error ? (
          <ProblemNote error={offers.error} onRetry={() => void offers.refetch()} />
        ) : !offers.data ? (
          <Loading h={320} />
        ) : (
          <>
            <UpliftCompare offers={offers.data} />
            <CompareTable offers={offers.data} />
            <CompareCurves offers={offers.data} />
          </>
        )}
      </div>
    </>
  );
}
