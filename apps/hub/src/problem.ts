/** One fault of a request: where, and what would have been right. */
export interface Fault {
  /** JSON pointer into the body, or the name of the query parameter. */
  pointer: string;
  detail: string;
}

export interface ProblemOptions {
  /** What happened, why, and what to do next, for people. */
  detail?: string;
  /** For programs, where the status says too little: `sold_out`. */
  code?: string;
  errors?: readonly Fault[];
  headers?: Record<string, string>;
}

/** An answer that is not what was asked for, as RFC 9457 `application/problem+json`. */
export class Problem extends Error {
  readonly status: number;
  readonly title: string;
  readonly options: ProblemOptions;

  constructor(status: number, title: string, options: ProblemOptions = {}) {
    super(options.detail ?? title);
    this.name = "Problem";
    this.status = status;
    this.title = title;
    this.options = options;
  }

  /** The problem document. */
  toJSON(): Record<string, unknown> {
    const { detail, code, errors } = this.options;
    return {
      type: "about:blank",
      title: this.title,
      status: this.status,
      ...(detail === undefined ? {} : { detail }),
      ...(code === undefined ? {} : { code }),
      ...(errors === undefined ? {} : { errors }),
    };
  }
}

/** Nothing under that id, or not in this workspace: the two must look the same from outside. */
export const notFound = (what: string): Problem =>
  new Problem(404, "Not Found", { detail: `There is no such ${what} in this workspace.` });
