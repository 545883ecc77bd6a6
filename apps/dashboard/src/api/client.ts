/** What the hub answered instead of what was asked for: its RFC 9457 problem document. */
export class ApiProblem extends Error {
  readonly status: number;
  readonly title: string;
  readonly detail: string | undefined;
  /** For programs, where the status says too little. */
  readonly code: string | undefined;

  constructor(status: number, title: string, { detail, code }: { detail?: string; code?: string } = {}) {
    super(detail ?? title);
    this.name = "ApiProblem";
    this.status = status;
    this.title = title;
    this.detail = detail;
    this.code = code;
  }
}

/** The hub did not answer at all: it is stopped, or the way there is broken. */
export class Unreachable extends Error {
  constructor(cause: unknown) {
    super("The hub does not answer.", { cause });
    this.name = "Unreachable";
  }
}

/** A body that is a table, not JSON. */
export class Csv {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

type Method = "GET" | "POST" | "PATCH" | "DELETE";
type QueryValue = string | number | boolean | undefined;

async function problemOf(response: Response): Promise<ApiProblem> {
  const body: unknown = await response.json().catch(() => null);
  const fields = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const text = (name: string) => (typeof fields[name] === "string" ? { [name]: fields[name] } : {});
  const { title = response.statusText } = text("title");
  return new ApiProblem(response.status, title, { ...text("detail"), ...text("code") });
}

/**
 * Asks the hub with the session's cookie.
 * @throws ApiProblem for every answer that is not 2xx, Unreachable when there is none.
 */
async function request<Answer>(method: Method, path: string, body?: unknown, signal?: AbortSignal): Promise<Answer> {
  const headers: Record<string, string> = { accept: "application/json" };
  const init: RequestInit = { method, credentials: "same-origin", headers };
  if (signal) init.signal = signal;
  if (body instanceof Csv) {
    headers["content-type"] = "text/csv";
    init.body = body.text;
  } else if (body !== undefined) {
    headers["content-type"] = "application/json";
    init.body = JSON.stringify(body);
  }
  let response: Response;
  try {
    response = await fetch(path, init);
  } catch (error) {
    if (signal?.aborted) throw error;
    throw new Unreachable(error);
  }
  if (!response.ok) throw await problemOf(response);
  const text = await response.text();
  return (text === "" ? undefined : JSON.parse(text)) as Answer;
}

/** A path with its query; entries without a value are left out. */
export function withQuery(path: string, query: Record<string, QueryValue>): string {
  const search = new URLSearchParams();
  for (const [name, value] of Object.entries(query)) if (value !== undefined) search.set(name, String(value));
  const text = search.toString();
  return text === "" ? path : `${path}?${text}`;
}

export const get = <Answer>(path: string, signal?: AbortSignal) => request<Answer>("GET", path, undefined, signal);
export const post = <Answer>(path: string, body?: unknown, signal?: AbortSignal) =>
  request<Answer>("POST", path, body, signal);
export const patch = <Answer>(path: string, body: unknown) => request<Answer>("PATCH", path, body);
export const remove = <Answer = void>(path: string) => request<Answer>("DELETE", path);
