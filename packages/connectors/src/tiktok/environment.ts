/** Where TikTok is; undefined: TikTok's own addresses. */
export interface TikTokEnvironment {
  /** Base URL of the sign server. */
  signUrl: string | undefined;
  /** `host:port` of the web site. */
  webHost: string | undefined;
  /** `host:port` of the webcast API. */
  webcastHost: string | undefined;
  /** Resolve those hosts to this address and use plain http: for emulators and tests. */
  dns: string | undefined;
  /** A socket silent for that long is replaced. */
  silenceSeconds: number;
}
