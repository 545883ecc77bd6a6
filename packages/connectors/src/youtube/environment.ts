/** Where the YouTube Data API is, and the installation's credentials for it; undefined: Google's, none. */
export interface YouTubeEnvironment {
  /** Root of the Data API. */
  apiUrl: string | undefined;
  /** OAuth token endpoint. */
  tokenUrl: string | undefined;
  apiKey: string | undefined;
  clientId: string | undefined;
  clientSecret: string | undefined;
  /** `host:port` of streamList, with `insecure:` before it for plain text; null: polling only. */
  grpcAddress: string | null;
}
