import { NavLink } from "react-router";
import { useWords } from "../../i18n/index.ts";
import classes from "./offers.module.css";

/** From one view of offers to the others; the show goes along. */
export function OfferViews({ show = "" }: { show?: string }) {
  const { t } = useWords();
  const search = show === "" ? "" : `?show=${encodeURIComponent(show)}`;
  return (
    <nav className={classes.views} aria-label={t("offer.views")}>
      <NavLink to={`/offers${search}`} end>
        {t("offer.view.offers")}
      </NavLink>
      <NavLink to={`/offers/lab${search}`}>{t("offer.view.lab")}</NavLink>
      <NavLink to={`/offers/experiments${search}`}>{t("offer.view.experiments")}</NavLink>
    </nav>
  );
}
