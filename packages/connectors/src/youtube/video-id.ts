import { SettingError } from "../connector.ts";

const ID = /^[A-Za-z0-9_-]{1,64}$/;
const HOSTS = /(^|\.)(youtube\.com|youtube-nocookie\.com)$/;
const PATHS_WITH_ID = new Set(["live", "shorts", "embed", "v", "video"]);

/**
 * The id of a video from what a person typed: the id itself or any of YouTube's links to it.
 * @throws SettingError when there is none in it.
 */
export function videoIdOf(typed: string): string {
  const text = typed.trim();
  const id = ID.test(text) ? text : idInLink(text);
  if (id === undefined || !ID.test(id)) {
    throw new SettingError(
      "video",
      `"${text}" names no YouTube video; give the link of the live video (https://www.youtube.com/watch?v=…) or its id`,
    );
  }
  return id;
}

function idInLink(text: string): string | undefined {
  const link = URL.parse(/^https?:\/\//i.test(text) ? text : `https://${text}`);
  if (!link) return undefined;
  const [first = "", second] = link.pathname.split("/").filter(Boolean);
  if (link.hostname === "youtu.be") return first;
  if (!HOSTS.test(link.hostname)) return undefined;
  return PATHS_WITH_ID.has(first) ? second : (link.searchParams.get("v") ?? undefined);
}
