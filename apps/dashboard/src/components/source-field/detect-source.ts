import type { SourceSettings } from "../../api/sources.ts";

/** What a person's text can be connected to, or why not. */
export type Detected =
  | { settings: SourceSettings }
  | { problem: "empty" | "youtube_channel" | "tiktok_short_link" | "unknown" };

const HANDLE = /^[A-Za-z0-9_.]{2,24}$/;
const VIDEO = /^[A-Za-z0-9_-]{11}$/;

const tiktok = (handle: string): Detected =>
  HANDLE.test(handle) ? { settings: { platform: "tiktok", handle: handle.toLowerCase() } } : { problem: "unknown" };

const youtube = (video: string | null | undefined): Detected =>
  video && VIDEO.test(video) ? { settings: { platform: "youtube", video } } : { problem: "youtube_channel" };

function fromUrl(url: URL): Detected {
  const host = url.hostname.toLowerCase().replace(/^(www|m|music|studio)\./, "");
  const [first = "", second] = url.pathname.split("/").filter(Boolean);
  if (host === "youtu.be") return youtube(first);
  if (host === "youtube.com" || host === "youtube-nocookie.com") {
    if (first === "watch") return youtube(url.searchParams.get("v"));
    return youtube(["live", "shorts", "embed", "v", "video"].includes(first) ? second : undefined);
  }
  if (host === "tiktok.com" && first.startsWith("@")) return tiktok(first.slice(1));
  if (host.endsWith("tiktok.com")) return { problem: "tiktok_short_link" };
  return { problem: "unknown" };
}

/**
 * Tells a TikTok handle ("@brand", "brand", a profile or live URL) from a YouTube video (any form of its URL, or its id).
 * A bare word of 11 characters is a video only if a handle cannot look like that (a hyphen or a capital letter).
 */
export function detectSource(text: string): Detected {
  const typed = text.trim();
  if (typed === "") return { problem: "empty" };
  if (typed.startsWith("@")) return tiktok(typed.slice(1));
  if (/^https?:\/\//i.test(typed) || /^[\w.-]+\.[a-z]{2,}\//i.test(typed)) {
    const url = URL.parse(/^https?:/i.test(typed) ? typed : `https://${typed}`);
    return url ? fromUrl(url) : { problem: "unknown" };
  }
  if (VIDEO.test(typed) && /[A-Z-]/.test(typed)) return youtube(typed);
  return tiktok(typed);
}
