/** An error in ClickHouse's own words, with the HTTP status that a ClickHouse server gives it. */
export interface ClickHouseException {
  code: number;
  status: number;
  /** `Code: 62. DB::Exception: … (SYNTAX_ERROR)` */
  text: string;
}

// As ClickHouse's server maps its error types; every other one is 500.
const TYPES_BY_STATUS: Record<number, string> = {
  400: `BAD_ARGUMENTS CANNOT_COMPILE_REGEXP CANNOT_PARSE_TEXT CANNOT_PARSE_ESCAPE_SEQUENCE CANNOT_PARSE_QUOTED_STRING
    CANNOT_PARSE_DATE CANNOT_PARSE_DATETIME CANNOT_PARSE_NUMBER CANNOT_PARSE_DOMAIN_VALUE_FROM_STRING CANNOT_PARSE_IPV4
    CANNOT_PARSE_IPV6 CANNOT_PARSE_INPUT_ASSERTION_FAILED CANNOT_PARSE_UUID DUPLICATE_COLUMN ILLEGAL_COLUMN
    UNKNOWN_ELEMENT_IN_AST UNKNOWN_TYPE_OF_AST_NODE THERE_IS_NO_COLUMN TOO_DEEP_AST TOO_BIG_AST
    UNEXPECTED_AST_STRUCTURE SYNTAX_ERROR INCORRECT_DATA TYPE_MISMATCH VALUE_IS_OUT_OF_RANGE_OF_DATA_TYPE`,
  403: "UNKNOWN_USER WRONG_PASSWORD AUTHENTICATION_FAILED SET_NON_GRANTED_ROLE ACCESS_DENIED",
  404: `UNKNOWN_TABLE UNKNOWN_FUNCTION UNKNOWN_IDENTIFIER UNKNOWN_TYPE UNKNOWN_STORAGE UNKNOWN_DATABASE
    UNKNOWN_SETTING UNKNOWN_DIRECTION_OF_SORTING UNKNOWN_AGGREGATE_FUNCTION UNKNOWN_FORMAT UNKNOWN_DATABASE_ENGINE
    UNKNOWN_TYPE_OF_QUERY UNKNOWN_ROLE`,
  408: "TIMEOUT_EXCEEDED",
  413: "QUERY_IS_TOO_LARGE",
  501: "NOT_IMPLEMENTED",
  503: "SOCKET_TIMEOUT CANNOT_OPEN_FILE CANNOT_SCHEDULE_TASK",
};

const STATUS_BY_TYPE = new Map(
  Object.entries(TYPES_BY_STATUS).flatMap(([status, types]) =>
    types.split(/\s+/).map((type): [string, number] => [type, Number(status)]),
  ),
);

/** What a failed statement is answered with; a text without a code becomes ClickHouse's UNKNOWN_EXCEPTION. */
export function clickHouseException(error: unknown): ClickHouseException {
  const message = error instanceof Error ? error.message : String(error);
  const code = Number(/^Code: (\d+)\./.exec(message)?.[1] ?? Number.NaN);
  if (Number.isNaN(code)) {
    return { code: 1002, status: 500, text: `Code: 1002. DB::Exception: ${message}. (UNKNOWN_EXCEPTION)` };
  }
  const type = /\(([A-Z][A-Z0-9_]+)\)\s*$/.exec(message)?.[1] ?? "";
  return { code, status: STATUS_BY_TYPE.get(type) ?? 500, text: message };
}

/** An error of the HTTP front itself, in the same form. */
export function exceptionOf(code: number, type: string, message: string): Error {
  return new Error(`Code: ${code}. DB::Exception: ${message}. (${type})`);
}

/**
 * An exception after the first rows have left, in the form that clients read since ClickHouse 25.11: the tag is the
 * one in the `X-ClickHouse-Exception-Tag` header.
 */
export function exceptionInStream(text: string, tag: string): string {
  const length = Buffer.byteLength(text) + 1;
  return `\r\n__exception__\r\n${tag}\r\n${text}\n${length} ${tag}\r\n__exception__\r\n`;
}
