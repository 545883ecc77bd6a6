import type { TikTokLiveConnection } from "tiktok-live-connector";
import { ConnectorError } from "../connector.ts";
import { count, identifier, text } from "./read.ts";
import { messageOf } from "./replies.ts";
import {
  NO_SUCH_ACCOUNT,
  NO_SUCH_ACCOUNT_MESSAGE,
  PAGE_STATE,
  type RawApiRoom,
  type RawPageState,
  type RawRoom,
  type RawRoomInfo,
  type RawSignRoom,
  ROOM_OVER,
} from "./room.external.ts";

/** What one source says about an account's room. */
type Finding =
  | { says: "live"; roomId: string }
  | { says: "offline" }
  | { says: "no_such_account" }
  | { says: "nothing"; why: string };

/**
 * The room in which an account is live now. Asks the account's page, then TikTok's API, then the sign server, until
 * one of them knows.
 * @throws ConnectorError `offline`, or `failed` when there is no such account
 * @throws Error when none of them could say
 */
export async function findRoom(connection: TikTokLiveConnection, handle: string): Promise<string> {
  const silent: string[] = [];
  let unknown = 0;
  for (const ask of [askPage, askApi, askSignServer]) {
    const finding = await ask(connection, handle).catch(refused);
    if (finding.says === "live") return finding.roomId;
    if (finding.says === "offline") throw new ConnectorError("offline", `@${handle} is not live.`);
    if (finding.says === "no_such_account") unknown += 1;
    // The sign server's word is not needed where TikTok itself has spoken.
    else if (ask !== askSignServer) silent.push(finding.why);
  }
  if (unknown > 0 && silent.length === 0) {
    throw new ConnectorError(
      "failed",
      `There is no TikTok account @${handle}, or it never went live; check the handle.`,
    );
  }
  throw new Error(`the room of @${handle} could not be found (${silent.join("; ")})`);
}

/**
 * Whether a room is over. A reply that does not say (age limits, a region without it) is no reason not to connect.
 * @throws ConnectorError `offline`
 */
export async function checkRoom(connection: TikTokLiveConnection, handle: string, roomId: string): Promise<void> {
  const parameters = { ...connection.clientParams, room_id: roomId };
  const info: RawRoomInfo | undefined = await connection.webClient
    .getJsonObjectFromWebcastApi("room/info/", parameters)
    .catch(() => undefined);
  if (count(info?.data?.status) === ROOM_OVER) throw new ConnectorError("offline", `The show of @${handle} is over.`);
}

async function askPage({ webClient }: TikTokLiveConnection, handle: string): Promise<Finding> {
  const page = await webClient.getHtmlFromTikTokWebsite(`@${handle}/live`);
  const json = PAGE_STATE.exec(page)?.[1];
  if (json === undefined) return { says: "nothing", why: "its page came without the room's state" };
  const state = JSON.parse(json) as RawPageState;
  const room = state.LiveRoom?.liveRoomUserInfo;
  return room ? findingOf(room) : { says: "no_such_account" };
}

async function askApi({ webClient }: TikTokLiveConnection, handle: string): Promise<Finding> {
  const parameters = { ...webClient.clientParams, uniqueId: handle, sourceType: "54" };
  const reply: RawApiRoom = await webClient.getJsonObjectFromTikTokApi("api-live/user/room/", parameters);
  const code = count(reply.statusCode);
  const message = text(reply.message, 256) ?? "";
  if (NO_SUCH_ACCOUNT.has(code) || NO_SUCH_ACCOUNT_MESSAGE.test(message)) return { says: "no_such_account" };
  if (code !== 0) return { says: "nothing", why: `TikTok's API answered ${code} ${message}`.trim() };
  return reply.data?.user ? findingOf(reply.data) : { says: "no_such_account" };
}

async function askSignServer({ apiClient }: TikTokLiveConnection, handle: string): Promise<Finding> {
  const { status, data } = await apiClient.anchors.retrieveRoomId(handle);
  const reply = data as RawSignRoom | undefined;
  const roomId = identifier(reply?.room_id);
  if (status === 404 || count(reply?.code) === 404) return { says: "no_such_account" };
  if (reply?.is_live === false) return { says: "offline" };
  return roomId === undefined
    ? { says: "nothing", why: `the sign server answered ${status}` }
    : { says: "live", roomId };
}

function findingOf({ user, liveRoom }: RawRoom): Finding {
  const roomId = identifier(user?.roomId) ?? identifier(liveRoom?.roomId);
  const status = count(liveRoom?.status) || count(user?.status);
  return roomId === undefined || status === ROOM_OVER ? { says: "offline" } : { says: "live", roomId };
}

/** A request that failed; 404 is an answer. */
function refused(error: unknown): Finding {
  const status = (error as { response?: { statusCode?: unknown } } | null)?.response?.statusCode;
  return status === 404 ? { says: "no_such_account" } : { says: "nothing", why: messageOf(error) };
}
