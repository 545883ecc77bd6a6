/** What TikTok's page, its API and the sign server say about an account's room, by their own names. */

/** The page `/@handle/live` carries it as JSON. */
export const PAGE_STATE = /<script id="SIGI_STATE" type="application\/json">(.*?)<\/script>/s;

/** `status` of a room that is over; while it is on: 2. */
export const ROOM_OVER = 4;

/** Status codes of the API for an account that does not exist or is banned. */
export const NO_SUCH_ACCOUNT: ReadonlySet<number> = new Set([10202, 10221, 19881007]);
export const NO_SUCH_ACCOUNT_MESSAGE = /not[ _]?(found|exist)|doesn'?t exist/i;

export interface RawRoom {
  user?: { roomId?: unknown; status?: unknown };
  liveRoom?: { roomId?: unknown; status?: unknown };
}
export interface RawPageState {
  LiveRoom?: { liveRoomUserInfo?: RawRoom };
}
export interface RawApiRoom {
  statusCode?: unknown;
  message?: unknown;
  data?: RawRoom;
}
export interface RawSignRoom {
  code?: unknown;
  room_id?: unknown;
  is_live?: unknown;
}
export interface RawRoomInfo {
  data?: { status?: unknown };
}
