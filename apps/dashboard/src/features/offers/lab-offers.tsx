import { Table } from "@mantine/core";
import { Link } from "react-router";
import { type LabOffer, OFFER_KINDS } from "../../api/offers.ts";
import { useShows } from "../../api/shows.ts";
import { Panel } from "../../components/panel.tsx";
import { Term } from "../../components/term.tsx";
import { compactPercent, duration, exactNumber, UNKNOWN } from "../../format/number.ts";
import { dayAndClock } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import { offerPath } from "./offer-path.ts";
import classes from "./offers.module.css";
import { RatioText } from "./ratio-text.tsx";

/** Every offer of the period, one's own and those seen on platforms, by what each was and did. */
export function LabOffers({ offers }: { offers: readonly LabOffer[] }) {
  const { t, locale } = useWords();
  const shows = new Map(useShows().data?.map(({ id, title }) => [id, title]));
  const kindOf = (kind: string | null) => {
    const known = OFFER_KINDS.find((each) => each === kind);
    return known === undefined ? (kind ?? UNKNOWN) : t(`offer.kind.${known}`);
  };
  return (
    <Panel title={t("lab.offers")} padded={false}>
      <Table miw={920} verticalSpacing={4} horizontalSpacing="md">
        <Table.Thead>
          <Table.Tr>
            <Table.Th>{t("offer.offer")}</Table.Th>
            <Table.Th>{t("group.show")}</Table.Th>
            <Table.Th>{t("offer.began")}</Table.Th>
            <Table.Th>{t("offer.kindOf")}</Table.Th>
            <Table.Th ta="end">{t("lab.by.length")}</Table.Th>
            <Table.Th ta="end">{t("lab.by.discount")}</Table.Th>
            <Table.Th ta="end">{t("lab.by.stock")}</Table.Th>
            <Table.Th ta="end">{t("lab.which")}</Table.Th>
            <Table.Th ta="end">
              <Term word={t("offer.uplift")} formula={t("offer.formula.uplift")} />
            </Table.Th>
          </Table.Tr>
        </Table.Thead>
        <Table.Tbody>
          {offers.toReversed().map(({ offer, show, title, own, startedAt, kind, nth, uplift, ...was }) => (
            <Table.Tr key={`${show} ${offer}`}>
              <Table.Th scope="row">
                <Link to={offerPath(offer, show)}>
                  <bdi>{title ?? offer}</bdi>
                </Link>
                {!own && <span className={classes.mark}>{t("offer.elsewhere")}</span>}
              </Table.Th>
              <Table.Td>{shows.get(show) ?? show}</Table.Td>
              <Table.Td className="nowrap">{dayAndClock(startedAt, locale)}</Table.Td>
              <Table.Td>{kindOf(kind)}</Table.Td>
              <Table.Td ta="end">{was.lengthSeconds === null ? UNKNOWN : duration(was.lengthSeconds, locale)}</Table.Td>
              <Table.Td ta="end" title={was.discount === null ? t("lab.discountUnknown") : undefined}>
                {was.discount === null ? UNKNOWN : compactPercent(was.discount, locale)}
              </Table.Td>
              <Table.Td ta="end">{was.stock === null ? UNKNOWN : exactNumber(was.stock, locale)}</Table.Td>
              <Table.Td ta="end">{t("lab.nth", { n: nth.ofShow })}</Table.Td>
              <Table.Td ta="end" className="nowrap">
                <RatioText of={uplift} />
              </Table.Td>
            </Table.Tr>
          ))}
        </Table.Tbody>
      </Table>
    </Panel>
  );
}
