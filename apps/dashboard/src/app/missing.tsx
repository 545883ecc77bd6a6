import { Link } from "react-router";
import { Empty } from "../components/empty.tsx";
import { ScreenTitle } from "../components/screen-title.tsx";
import { useWords } from "../i18n/index.ts";

/** An address that leads nowhere. */
export function Missing() {
  const { t } = useWords();
  return (
    <>
      <ScreenTitle title={t("missing.title")} />
      <Empty action={<Link to="/">{t("missing.back")}</Link>}>{t("missing.what")}</Empty>
    </>
  );
}
