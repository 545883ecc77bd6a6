/** An error in ClickHouse's own words, with the HTTP status that a ClickHouse server gives it. */
export interface ClickHouseException {
  code: number;
  status: number;
  /** `Code: 62. DB::Exception: … (SYNTAX_ERROR) (version …)` */
  text: string;
}

// As ClickHouse's HTTPHandler maps its codes to statuses; everything else is 500.
const STATUS_BY_CODE = new Map<number, number>([
  ...[6, 7, 26, 27, 28, 29, 36, 41, 43, 44, 46, 47, 50, 53, 62, 69, 70, 72, 80, 107, 130, 170, 349, 456, 457].map(
    (code): [number, number] => [code, 400],
  ),
  ...[60, 63, 78, 81, 82, 117, 343].map((code): [number, number] => [code, 404]),
  ...[115, 16, 20].map((code): [number, number] => [code, 404]),
  [48, 501],
  [159, 408],
  [194, 401],
  [516, 403],
  [192, 403],
  [193, 403],
  [497, 403],
]);

/** What a failed statement is answered with; a text without a code is ClickHouse's 1002, UNKNOWN_EXCEPTION. */
export function clickHouseException(error: unknown): ClickHouseException {
  const message = error instanceof Error ? error.message : String(error);
  const code = Number(/^Code: (\d+)\./.exec(message)?.[1] ?? Number.NaN);
  if (Number.isNaN(code)) {
    return { code: 1002, status: 500, text: `Code: 1002. DB::Exception: ${message} (UNKNOWN_EXCEPTION)` };
  }
  return { code, status: STATUS_BY_CODE.get(code) ?? 500, text: message };
}

/** An error of the HTTP front itself, in the same form. */
export function exceptionOf(code: number, type: string, message: string): Error {
  return new Error(`Code: ${code}. DB::Exception: ${message}. (${type})`);
}

/**
 * An exception after the first rows have left, in the form that clients since ClickHouse 25.11 read: the tag is the
 * one in the `X-ClickHouse-Exception-Tag` header.
 */
export function exceptionInStream(text: string, tag: string): string {
  const length = Buffer.byteLength(text) + 1;
  return `\r\n__exception__\r\n${tag}\r\n${text}\n${length} ${tag}\r\n__exception__\r\n`;
}
