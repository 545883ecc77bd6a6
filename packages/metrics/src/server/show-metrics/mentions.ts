import { Type } from "typebox";
import { defineQuery } from "../query.ts";
import { OF_SHOW } from "../selection.ts";

/**
 * Chat messages per platform that name the brand or a product. `languages` and `patterns` go together: a pattern of a
 * language looks at messages of that language and at those that do not say theirs; '' looks at all.
 */
export const mentionsQuery = defineQuery(
  { name: "show-metrics/mentions", row: Type.Object({ platform: Type.String(), mentions: Type.Integer() }) },
  `
SELECT platform, count() AS mentions
FROM events
WHERE ${OF_SHOW} AND type = 'chat_message' AND text != ''
    AND arrayExists(
        (spoken, pattern) ->
            (spoken = '' OR language = '' OR lower(splitByChar('-', toString(language))[1]) = spoken)
            AND match(normalizeUTF8NFKC(text), pattern),
        {languages: Array(String)}, {patterns: Array(String)})
GROUP BY platform`,
);
