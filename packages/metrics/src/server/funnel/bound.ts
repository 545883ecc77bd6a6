/** Values for a query that is put together: each gets a parameter of its own, so that none becomes part of the SQL. */
export class Bound {
  readonly params: Record<string, unknown> = {};
  /** Columns of events that the query looks at. */
  readonly columns = new Set<string>();
  #count = 0;

  /** A placeholder for the value: `{p3: String}`. */
  bind(type: "String" | "Float64" | "Array(String)" | "Array(Float64)", value: unknown): string {
    const name = `p${this.#count}`;
    this.#count += 1;
    this.params[name] = value;
    return `{${name}: ${type}}`;
  }
}
