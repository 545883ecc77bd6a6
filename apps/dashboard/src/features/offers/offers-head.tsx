import { Button, NativeSelect } from "@mantine/core";
import { useMay } from "../../api/session.ts";
import { useShows } from "../../api/shows.ts";
import { ScreenTitle } from "../../components/screen-title.tsx";
import { useWords } from "../../i18n/index.ts";
import { OfferViews } from "./offer-views.tsx";

interface OffersHeadProps {
  title: string;
  question: string;
  show: string;
  onShow: (show: string) => void;
  /** What the button for a new one says. */
  newOne: string;
  onNew: () => void;
}

/** The head of a screen about one show: which view, which show, and what can be planned in it. */
export function OffersHead({ title, question, show, onShow, newOne, onNew }: OffersHeadProps) {
  const { t } = useWords();
  const shows = useShows();
  const mayPlan = useMay("plan");
  return (
    <ScreenTitle title={title} subtitle={question}>
      <OfferViews show={show} />
      {shows.data && shows.data.length > 0 && (
        <NativeSelect
          size="xs"
          aria-label={t("group.show")}
          value={show}
          data={shows.data.map(({ id, title: name }) => ({ value: id, label: name }))}
          onChange={(event) => onShow(event.currentTarget.value)}
        />
      )}
      {mayPlan && (
        <Button size="xs" disabled={show === ""} onClick={onNew}>
          {newOne}
        </Button>
      )}
    </ScreenTitle>
  );
}
