import { Skeleton, type SkeletonProps } from "@mantine/core";
import { useWords } from "../i18n/index.ts";

/** The place of something that is on its way, with a word for screen readers. */
export function Loading(props: SkeletonProps) {
  const { t } = useWords();
  return <Skeleton role="status" aria-label={t("loading")} {...props} />;
}
