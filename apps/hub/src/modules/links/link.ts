import { randomInt } from "node:crypto";
import { Type } from "typebox";
import type { Link } from "../../../../../prisma/generated/client.ts";
import { id, orNull, platform, text } from "../../formats.ts";

/** Where a link may lead: pages of the web, and no address that hides another behind a user name. */
const target = Type.Refine(
  text(2048),
  (value) => safeTarget(value) !== null,
  () => "must be an http or https address without a user name",
);

export const NewLink = Type.Object({
  target,
  campaign: orNull(id),
  creator: orNull(id),
  show: orNull(id),
  /** Where the link is put up. */
  platform: orNull(platform),
});
export const LinkParams = Type.Object({ code: text(64) });

/** The address in the form in which it is safe in a header, or `null` for what is no page of the web. */
export function safeTarget(value: string): string | null {
  if (!URL.canParse(value)) return null;
  const { protocol, username, password, href } = new URL(value);
  return (protocol === "http:" || protocol === "https:") && username === "" && password === "" ? href : null;
}

/** Read aloud and typed by hand: without letters and digits that look alike. */
const ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";
const CODE_LENGTH = 10;

/** A new code; two that are equal are not to be expected among 10^14. */
export const newCode = (): string =>
  Array.from({ length: CODE_LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");

/** A link as it leaves the hub. */
export function linkView(link: Link, publicUrl: string) {
  const { code, target, campaignId, creatorId, showId, platform, createdAt } = link;
  const url = `${publicUrl.replace(/\/$/, "")}/r/${code}`;
  return { code, url, target, campaign: campaignId, creator: creatorId, show: showId, platform, createdAt };
}
