import { Skeleton } from "@mantine/core";
import { Link, useParams } from "react-router";
import { type OfferPerformance, useOfferPerformance, usePlannedOffers } from "../../api/offers.ts";
import { useShow } from "../../api/shows.ts";
import { ProblemNote } from "../../components/problem-note.tsx";
import { ScreenTitle } from "../../components/screen-title.tsx";
import { useUrlText } from "../../components/use-url-state.ts";
import { clock, dayAndClock } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import { BurnPanel } from "./burn-panel.tsx";
import { Honesty } from "./honesty.tsx";
import { OfferFigures } from "./offer-figures.tsx";
import { RunButton } from "./offer-table.tsx";
import classes from "./offers.module.css";
import { UpliftPanel } from "./uplift-panel.tsx";

/** Did this offer earn, or only shift sales? */
export function OfferScreen() {
  const { offer = "" } = useParams();
  const [show] = useUrlText("show");
  const performance = useOfferPerformance(offer, show);
  if (performance.data) return <OfferView performance={performance.data} />;
  if (performance.error) return <ProblemNote error={performance.error} onRetry={() => void performance.refetch()} />;
  return (
    <div className={classes.stack} aria-busy="true">
      <Skeleton h={32} w={320} />
      <Skeleton h={160} />
      <Skeleton h={120} />
      <Skeleton h={320} />
    </div>
  );
}

function OfferView({ performance }: { performance: OfferPerformance }) {
  const { t, locale } = useWords();
  const { offer, show, title, startedAt, endedAt, own } = performance;
  const plan = usePlannedOffers(show).data?.find(({ id }) => id === offer);
  const itsShow = useShow(show).data;
  const ran = startedAt
    ? t("offer.ran", { from: dayAndClock(startedAt, locale), to: endedAt ? clock(endedAt, locale) : t("offer.now") })
    : t("offer.notStarted");
  return (
    <>
      <ScreenTitle title={title ?? offer} subtitle={ran}>
        <Link to={`/offers?show=${encodeURIComponent(show)}`}>
          {t("offer.allOf", { show: itsShow?.title ?? show })}
        </Link>
        {!own && <span className={classes.mark}>{t("offer.elsewhere")}</span>}
        {plan && <RunButton offer={plan} />}
      </ScreenTitle>
      <div className={classes.stack}>
        <UpliftPanel performance={performance} />
        <OfferFigures performance={performance} currency={itsShow?.currency} />
        <BurnPanel performance={performance} />
        <Honesty performance={performance} />
      </div>
    </>
  );
}
