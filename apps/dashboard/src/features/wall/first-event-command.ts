/** Where the first event goes and by whose key. */
export interface FirstEventParts {
  address: string;
  key: string;
  show: string;
  /** The event's identity: sending it again under the same id changes nothing. */
  id: string;
  text: string;
}

/** A `curl` line that sends one chat message to a show when pasted into a shell. */
export function firstEventCommand({ address, key, show, id, text }: FirstEventParts): string {
  const event = {
    specversion: "1.0",
    id,
    source: "terminal",
    type: "chat_message",
    subject: show,
    data: { platform: "native", actor: "first-viewer", actorName: "First viewer", text },
  };
  const body = JSON.stringify(event).replaceAll("'", "'\\''");
  return [
    `curl -X POST '${address.replace(/\/$/, "")}/v1/events' \\`,
    `  -H 'authorization: Bearer ${key}' \\`,
    `  -H 'content-type: application/cloudevents+json' \\`,
    `  -d '${body}'`,
  ].join("\n");
}
