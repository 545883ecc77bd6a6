import { Table } from "@mantine/core";
import { Link } from "react-router";
import type { OfferPerformance } from "../../api/offers.ts";
import { FigureText } from "../../components/figure-text.tsx";
import { Panel } from "../../components/panel.tsx";
import { Term } from "../../components/term.tsx";
import { UNKNOWN } from "../../format/number.ts";
import { dayAndClock } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import { NEED_COST, OFFER_FIGURES, readingOf } from "./figures.ts";
import { offerPath } from "./offer-path.ts";
import classes from "./offers.module.css";
import { RatioText } from "./ratio-text.tsx";

/** Figures as rows, offers as columns. */
export function CompareTable({ offers }: { offers: readonly OfferPerformance[] }) {
  const { t, locale } = useWords();
  return (
    <Panel title={t("offer.sideBySide")} padded={false}>
      <Table miw={152 + offers.length * 136} className={classes.sticky} verticalSpacing={4} horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("offer.figureName")}</Table.Th>
            {offers.map(({ offer, show, title, own }) => (
              <Table.Th key={`${show} ${offer}`} ta="end">
                <Link to={offerPath(offer, show)}>
                  <bdi>{title ?? offer}</bdi>
                </Link>
                {!own && <span className={classes.mark}>{t("offer.elsewhere")}</span>}
              </Table.Th>
            ))}
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          <Table.Tr>
            <Table.Th scope="row">{t("offer.began")}</Table.Th>
            {offers.map(({ offer, show, startedAt }) => (
              <Table.Td key={`${show} ${offer}`} ta="end" className="nowrap">
                {startedAt ? dayAndClock(startedAt, locale) : UNKNOWN}
              </Table.Td>
            ))}
          </Table.Tr>
          {(["uplift", "pull_forward"] as const).map((effect) => (
            <Table.Tr key={effect}>
              <Table.Th scope="row">
                <Term
                  word={t(effect === "uplift" ? "offer.whileItRan" : "offer.rightAfter")}
                  formula={t(`offer.formula.${effect}`)}
                />
              </Table.Th>
              {offers.map((offer) => (
                <Table.Td key={`${offer.show} ${offer.offer}`} ta="end" className="nowrap">
                  <RatioText of={offer[effect]} />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
          {OFFER_FIGURES.map((figure) => (
            <Table.Tr key={figure}>
              <Table.Th scope="row">
                <Term word={t(`offer.figure.${figure}`)} formula={t(`offer.formula.${figure}`)} />
              </Table.Th>
              {offers.map((offer) => (
                <Table.Td key={`${offer.show} ${offer.offer}`} ta="end">
                  <FigureText
                    value={offer[figure].value}
                    reading={readingOf(figure)}
                    whyUnknown={offer[figure].note ?? (NEED_COST.has(figure) ? t("offer.needsCost") : undefined)}
                  />
                </Table.Td>
              ))}
            </Table.Tr>
          ))}
          <Table.Tr>
            <Table.Th scope="row">
              <Term word={t("offer.honesty")} formula={t("offer.formula.honesty")} />
            </Table.Th>
            {offers.map(({ offer, show, honest }) => (
              <Table.Td key={`${show} ${offer}`} ta="end">
                {honest === null
                  ? UNKNOWN
                  : honest.length === 0
                    ? t("offer.honest")
                    : t("offer.lies", { count: honest.length })}
              </Table.Td>
            ))}
          </Table.Tr>
        </Table.Tbody>
      </Table>
    </Panel>
  );
}
