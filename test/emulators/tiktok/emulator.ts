import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import type { TikTokEnvironment } from "@showpulse/connectors";
import { WebSocketServer } from "ws";
import { Room } from "./room.ts";
import { encodeFetchResult } from "./wire.ts";

/** Kinds of requests that a client of TikTok LIVE makes. */
export type RequestKind = "page" | "api" | "roomInfo" | "signRoom" | "sign" | "socket";

/** An answer in place of the true one. */
export interface Fault {
  status: number;
  headers?: Record<string, string>;
  body?: string;
  /** How many requests get it; default: all until `heal()`. */
  times?: number;
}

export interface TikTokEmulator {
  environment: TikTokEnvironment;
  /** The hub's variables that point at this emulator. */
  hubVariables: Record<string, string>;
  rooms: ReadonlyMap<string, Room>;
  /** The account's room; makes the account, offline, if there is none. */
  room(handle: string): Room;
  /** Requests so far, by kind. */
  requests: Record<RequestKind, number>;
  /** From now on requests of these kinds get the fault's answer. */
  fail(kinds: readonly RequestKind[], fault: Fault): void;
  /** Faults are over. */
  heal(): void;
  /** Leaves requests of a kind unanswered; resolves with the first one. */
  stall(kind: RequestKind): Promise<void>;
  close(): Promise<void>;
}

export const ALL_REQUESTS: readonly RequestKind[] = ["page", "api", "roomInfo", "signRoom", "sign", "socket"];

export interface EmulatorOptions {
  /** Default: any free one. */
  port?: number;
  silenceSeconds?: number;
  /**
   * `names` (default): hosts have names, which a client must resolve by `dns`, and the socket's address says `wss:`, as
   * TikTok's does. `addresses`: 127.0.0.1 and `ws:` everywhere.
   */
  hosts?: "names" | "addresses";
}

/** TikTok's web site, its webcast API, the sign server and the socket on one port of 127.0.0.1, told apart by path. */
export async function startTikTokEmulator(options: EmulatorOptions = {}): Promise<TikTokEmulator> {
  const rooms = new Map<string, Room>();
  const requests: Record<RequestKind, number> = { page: 0, api: 0, roomInfo: 0, signRoom: 0, sign: 0, socket: 0 };
  const faults = new Map<RequestKind, Fault & { left: number }>();

  const stalled = new Map<RequestKind, () => void>();

  function faultOf(kind: RequestKind): Fault | undefined {
    requests[kind] += 1;
    const fault = faults.get(kind);
    if (!fault || fault.left <= 0) return undefined;
    fault.left -= 1;
    return fault;
  }

  const byId = (roomId: string | undefined) => [...rooms.values()].find((room) => room.roomId === roomId);
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? "/", "http://emulator");
    const path = url.pathname;
    const serve = (kind: RequestKind, answer: () => void) => {
      const fault = faultOf(kind);
      const noticed = stalled.get(kind);
      if (noticed) return noticed();
      if (!fault) return answer();
      response
        .writeHead(fault.status, fault.headers)
        .end(fault.body ?? JSON.stringify({ message: `emulated ${fault.status}` }));
    };
    const page = /^\/@([^/]+)\/live$/.exec(path)?.[1];
    if (page) return serve("page", () => sendPage(response, rooms.get(decodeURIComponent(page))));
    if (path === "/api-live/user/room/") {
      return serve("api", () => sendApiRoom(response, rooms.get(url.searchParams.get("uniqueId") ?? "")));
    }
    if (path === "/webcast/room/info/") {
      return serve("roomInfo", () => sendRoomInfo(response, byId(url.searchParams.get("room_id") ?? "")));
    }
    const anchor = /^\/webcast\/anchors\/([^/]+)\/room_id$/.exec(path)?.[1];
    if (anchor) return serve("signRoom", () => sendSignRoom(response, rooms.get(decodeURIComponent(anchor))));
    const signed =
      /^\/webcast\/rooms\/([^/]+)\/connect$/.exec(path)?.[1] ??
      (path === "/webcast/fetch" ? url.searchParams.get("room_id") : null);
    if (signed) return serve("sign", () => sendSigned(response, byId(signed), pushServer));
    response.writeHead(404).end();
  });

  const sockets = new WebSocketServer({ noServer: true, perMessageDeflate: false });
  server.on("upgrade", (request, socket, head) => {
    socket.on("error", () => {});
    const { searchParams } = new URL(request.url ?? "/", "http://emulator");
    const fault = faultOf("socket");
    const noticed = stalled.get("socket");
    if (noticed) {
      socket.on("end", () => socket.destroy()).resume();
      return noticed();
    }
    const room = byId(searchParams.get("room_id") ?? undefined);
    if (fault || !room) return socket.end(`HTTP/1.1 ${fault?.status ?? 404} Refused\r\nConnection: close\r\n\r\n`);
    sockets.handleUpgrade(request, socket, head, (client) => room.connect(client, searchParams.get("cursor") ?? "c0"));
  });

  await new Promise<void>((resolve) => server.listen(options.port ?? 0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  const named = options.hosts !== "addresses";
  const host = (name: string) => `${named ? `${name}.tiktok.test` : "127.0.0.1"}:${port}`;
  const pushServer = `${named ? "wss" : "ws"}://${host("webcast-ws")}/webcast/im/ws_proxy/ws_reuse_supplement/`;
  const environment: TikTokEnvironment = {
    signUrl: `http://127.0.0.1:${port}`,
    webHost: host("www"),
    webcastHost: host("webcast"),
    dns: "127.0.0.1",
    silenceSeconds: options.silenceSeconds ?? 45,
  };

  return {
    environment,
    hubVariables: {
      TIKTOK_SIGN_URL: `http://127.0.0.1:${port}`,
      TIKTOK_WEB_HOST: host("www"),
      TIKTOK_WEBCAST_HOST: host("webcast"),
      TIKTOK_DNS: "127.0.0.1",
      TIKTOK_SILENCE_SECONDS: String(environment.silenceSeconds),
    },
    rooms,
    room(handle) {
      const known = rooms.get(handle);
      if (known) return known;
      const room = new Room(handle, String(7_400_000_000_000_000_000n + BigInt(rooms.size + 1)));
      rooms.set(handle, room);
      return room;
    },
    requests,
    fail(kinds, fault) {
      for (const kind of kinds) faults.set(kind, { ...fault, left: fault.times ?? Number.POSITIVE_INFINITY });
    },
    heal: () => faults.clear(),
    stall: (kind) => new Promise((resolve) => stalled.set(kind, resolve)),
    async close() {
      for (const room of rooms.values()) room.drop();
      for (const client of sockets.clients) client.terminate();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}

const statusOf = (room: Room) => (room.live ? 2 : 4);

function sendJson(response: ServerResponse, status: number, body: unknown): void {
  response.writeHead(status, { "content-type": "application/json" }).end(JSON.stringify(body));
}

function sendPage(response: ServerResponse, room: Room | undefined): void {
  const liveRoomUserInfo = room && {
    user: { uniqueId: room.handle, roomId: room.live ? room.roomId : "", status: statusOf(room) },
    liveRoom: { status: statusOf(room) },
  };
  const state = JSON.stringify({ LiveRoom: liveRoomUserInfo ? { liveRoomUserInfo } : undefined });
  const html = `<!doctype html><html><body><script id="SIGI_STATE" type="application/json">${state}</script></body></html>`;
  response.writeHead(200, { "content-type": "text/html" }).end(html);
}

function sendApiRoom(response: ServerResponse, room: Room | undefined): void {
  if (!room) return sendJson(response, 200, { statusCode: 19881007, message: "user_not_found" });
  const roomId = room.live ? room.roomId : "";
  sendJson(response, 200, { statusCode: 0, data: { user: { roomId }, liveRoom: { status: statusOf(room) } } });
}

function sendRoomInfo(response: ServerResponse, room: Room | undefined): void {
  sendJson(response, 200, { data: { status: room ? statusOf(room) : 4 }, status_code: 0 });
}

function sendSignRoom(response: ServerResponse, room: Room | undefined): void {
  if (!room) return sendJson(response, 404, { code: 404, ok: false, message: "user not found" });
  sendJson(response, 200, { code: 200, ok: true, room_id: room.roomId, is_live: room.live });
}

function sendSigned(response: ServerResponse, room: Room | undefined, pushServer: string): void {
  if (!room) return sendJson(response, 404, { code: 404, message: "no such room" });
  const { messages, cursor } = room.history();
  const headers = {
    "content-type": "application/protobuf",
    "x-set-tt-cookie": "ttwid=emulated; Path=/",
    "x-room-id": room.roomId,
    "x-request-id": "emulated",
  };
  response.writeHead(200, headers).end(encodeFetchResult({ messages, cursor, pushServer, history: true }));
}
