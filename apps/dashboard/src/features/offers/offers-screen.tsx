import { Button } from "@mantine/core";
import { useState } from "react";
import { Link, useNavigate } from "react-router";
import { usePlannedOffers, useShowOffers } from "../../api/offers.ts";
import { useShows } from "../../api/shows.ts";
import { Empty } from "../../components/empty.tsx";
import { Loading } from "../../components/loading.tsx";
import { Panel } from "../../components/panel.tsx";
import { ProblemNote } from "../../components/problem-note.tsx";
import { useUrlText } from "../../components/use-url-state.ts";
import { useWords } from "../../i18n/index.ts";
import { NewOfferDialog } from "./new-offer-dialog.tsx";
import { OfferTable } from "./offer-table.tsx";
import classes from "./offers.module.css";
import { OffersHead } from "./offers-head.tsx";
import { Products } from "./products.tsx";
import { UpliftCompare } from "./uplift-compare.tsx";

/** Did the offer earn, or only shift sales? Every offer of one show, to start, to stop and to compare. */
export function OffersScreen() {
  const { t } = useWords();
  const shows = useShows();
  const [asked, setAsked] = useUrlText("show");
  const [creating, setCreating] = useState(false);
  const show = asked || (shows.data?.[0]?.id ?? "");
  const offers = useShowOffers(show);
  const planned = usePlannedOffers(show);
  const navigate = useNavigate();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const choose = (offer: string, isChosen: boolean) =>
    setChosen((before) => new Set(isChosen ? [...before, offer] : [...before].filter((id) => id !== offer)));
  const error = shows.error ?? planned.error ?? offers.error;
  const retry = () => void Promise.all([shows.refetch(), planned.refetch(), offers.refetch()]);
  return (
    <>
      <OffersHead
        title={t("offer.screen")}
        question={t("offer.question")}
        show={show}
        onShow={setAsked}
        newOne={t("offer.new")}
        onNew={() => setCreating(true)}
      />
      <div className={classes.stack}>
        {error ? (
          <ProblemNote error={error} onRetry={retry} />
        ) : shows.data?.length === 0 ? (
          <Panel title={t("offer.list")}>
            <Empty action={<Link to="/shows">{t("shows.title")}</Link>}>{t("offer.noShow")}</Empty>
          </Panel>
        ) : !offers.data || !planned.data ? (
          <Loading h={240} />
        ) : (
          <>
            <Panel
              title={t("offer.list")}
              padded={false}
              aside={
                offers.data.length > 1 && (
                  <Button
                    size="compact-sm"
                    variant="default"
                    disabled={chosen.size < 2}
                    title={t("offer.chooseTwo")}
                    onClick={() => void navigate(comparePath([...chosen], show))}
                  >
                    {t("offer.compareChosen", { count: chosen.size })}
                  </Button>
                )
              }
            >
              {offers.data.length === 0 && planned.data.length === 0 ? (
                <Empty>{t("offer.empty")}</Empty>
              ) : (
                <OfferTable offers={offers.data} planned={planned.data} show={show} chosen={chosen} onChoose={choose} />
              )}
            </Panel>
            {offers.data.length > 0 && <UpliftCompare offers={offers.data} />}
          </>
        )}
        <Products />
      </div>
      <NewOfferDialog opened={creating} show={show} onClose={() => setCreating(false)} />
    </>
  );
}

const comparePath = (ids: readonly string[], show: string): string =>
  `/offers/compare?${new URLSearchParams({ ids: ids.join(","), show }).toString()}`;
