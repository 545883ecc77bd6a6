import { NativeSelect, Skeleton } from "@mantine/core";
import { Link } from "react-router";
import { OFFER_KINDS, type OfferLab, useOfferLab } from "../../api/offers.ts";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { PeriodField, usePeriod } from "../../components/period-field.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { ScreenTitle } from "../../components/screen-title.tsx";
import { useUrlText } from "../../components/use-url-state.ts";
import { useWords } from "../../i18n/index.ts";
import { LabBins } from "./lab-bins.tsx";
import { LabFatiguePanel } from "./lab-fatigue.tsx";
import { LabOffers } from "./lab-offers.tsx";
import { OfferViews } from "./offer-views.tsx";
import classes from "./offers.module.css";
import { useRatioWords } from "./ratio-words.ts";

/** Which length, discount and stock worked, and do offers wear out? All offers of a period, over shows. */
export function LabScreen() {
  const { t } = useWords();
  const period = usePeriod();
  const [kind, setKind] = useUrlText("kind");
  const [show] = useUrlText("show");
  const lab = useOfferLab({ from: period.from, to: period.to }, kind);
  return (
    <>
      <ScreenTitle title={t("lab.screen")} subtitle={t("lab.question")}>
        <OfferViews show={show} />
        <PeriodField {...period} />
        <NativeSelect
          size="xs"
          aria-label={t("offer.kindOf")}
          value={kind}
          data={[
            { value: "", label: t("lab.everyKind") },
            ...OFFER_KINDS.map((value) => ({ value, label: t(`offer.kind.${value}`) })),
          ]}
          onChange={(event) => setKind(event.currentTarget.value)}
        />
      </ScreenTitle>
      <div className={classes.stack}>
        {lab.error ? (
          <ProblemNote error={lab.error} onRetry={() => void lab.refetch()} />
        ) : !lab.data ? (
          <>
            <Loading h={120} />
            <Skeleton h={320} />
          </>
        ) : lab.data.offers.length === 0 ? (
          <Panel title={t("lab.all")}>
            <Empty action={<Link to="/offers">{t("offer.view.offers")}</Link>}>{t("lab.empty")}</Empty>
          </Panel>
        ) : (
          <LabView lab={lab.data} />
        )}
      </div>
    </>
  );
}

function LabView({ lab }: { lab: OfferLab }) {
  const { t } = useWords();
  const { times, interval, verdict } = useRatioWords();
  const { all, offers } = lab;
  return (
    <>
      <Panel title={t("lab.all")}>
        <p className={classes.verdict}>
          <strong data-few={!all.enough || undefined}>{all.enough ? times(all.ratio) : t("offer.few")}</strong>
          <span>
            {t("lab.ofAll", { count: offers.length, enough: all.offers })} {t("lab.onAverage")}: {verdict(all)}
            {all.low !== null && <> {t("offer.intervalIs", { interval: interval(all) })}</>}
          </span>
        </p>
        <p className={classes.note}>
          {t("lab.note")} {lab.showsLeftOut > 0 && t("lab.leftOut", { count: lab.showsLeftOut })}
        </p>
      </Panel>
      <div className={classes.pair}>
        <LabBins of="length" bins={lab.by.length} />
        <LabBins of="discount" bins={lab.by.discount} />
        <LabBins of="stock" bins={lab.by.stock} />
        <LabFatiguePanel fatigue={lab.fatigue} />
      </div>
      <LabOffers offers={offers} />
    </>
  );
}
