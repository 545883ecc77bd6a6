import { type Static, Type } from "typebox";
import { SettingError } from "../connector.ts";

export const TikTokSettings = Type.Object({
  handle: Type.String({
    minLength: 1,
    maxLength: 256,
    title: "Handle",
    description: 'The account that goes live: "@brandhost", or the address of its page.',
  }),
  roomId: Type.Optional(
    Type.String({
      maxLength: 64,
      title: "Room id",
      description: "Only for one particular show of the account; else the one that is on is found by the handle.",
    }),
  ),
});

export type TikTokSettings = Static<typeof TikTokSettings>;

const PROFILE_ADDRESS = /(?:^|\/)@([^/?#\s]+)/;
const HANDLE = /^[\p{L}\p{N}_.-]{1,64}$/u;
const ROOM_ID = /^[\w-]{1,64}$/;

/**
 * What a person typed, as the platform's own handle: "@Brand.Host" and "https://www.tiktok.com/@brand.host/live" are
 * both "brand.host" (handles know no upper case).
 * @throws SettingError when there is no handle in it.
 */
export function tidySettings({ handle, roomId }: TikTokSettings): TikTokSettings {
  const typed = handle.trim();
  const name = (PROFILE_ADDRESS.exec(typed)?.[1] ?? typed).toLowerCase();
  if (!HANDLE.test(name)) {
    throw new SettingError(
      "handle",
      `"${typed}" is no TikTok handle; give it like "@brandhost" or "https://www.tiktok.com/@brandhost"`,
    );
  }
  const room = roomId?.trim();
  if (!room) return { handle: name };
  if (!ROOM_ID.test(room)) {
    throw new SettingError("roomId", `"${room}" is no room id; leave it out to find the room by the handle`);
  }
  return { handle: name, roomId: room };
}

/** The `source` of the account's events: the same for all its shows. */
export const sourceOf = (settings: TikTokSettings): string => `tiktok/@${tidySettings(settings).handle}`;
