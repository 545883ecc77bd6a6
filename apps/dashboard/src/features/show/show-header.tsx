import { Button } from "@mantine/core";
import { useMay } from "../../api/session.ts";
import { useRunShow } from "../../api/shows.ts";
import type { Show } from "../../api/types.ts";
import { ConfirmButton } from "../../components/confirm-button.tsx";
import { ScreenTitle } from "../../components/screen-title.tsx";
import { SampleMark, StatusMark } from "../../components/show-marks.tsx";
import { dayAndClock } from "../../format/time.ts";
import { useWords } from "../../i18n/index.ts";
import classes from "./show.module.css";

/** What the show is, where it stands, and the buttons that start and end it. */
export function ShowHeader({ show }: { show: Show }) {
  const { t, locale } = useWords();
  const run = useRunShow(show.id);
  const mayRun = useMay("run");
  const began = show.startedAt ?? show.startsAt;
  const ended = show.endedAt ?? (show.startedAt ? null : show.endsAt);
  return (
    <>
      <ScreenTitle title={show.title}>
        {mayRun && show.status === "coming" && (
          <Button size="xs" loading={run.isPending} onClick={() => run.mutate("start")}>
            {t("show.start")}
          </Button>
        )}
        {mayRun && show.status === "live" && (
          <ConfirmButton
            question={t("show.endQuestion")}
            confirm={t("show.end")}
            loading={run.isPending}
            onConfirm={() => run.mutate("end")}
          >
            {t("show.end")}
          </ConfirmButton>
        )}
      </ScreenTitle>
      <div className={classes.facts}>
        <StatusMark status={show.status} />
        {show.sample && <SampleMark />}
        {began && (
          <span>
            <time dateTime={began}>{dayAndClock(began, locale)}</time>
            {ended && (
              <>
                {" – "}
                <time dateTime={ended}>{dayAndClock(ended, locale)}</time>
              </>
            )}
          </span>
        )}
        {show.host && <span>{t("show.hostedBy", { host: show.host })}</span>}
        {show.campaign && <span>{t("show.inCampaign", { campaign: show.campaign })}</span>}
      </div>
    </>
  );
}
