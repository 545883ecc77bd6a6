import { Type } from "typebox";
import { defineQuery } from "../query.ts";
import { OF_SHOW } from "../selection.ts";

/** Distinct questions answered per platform; an answer that names none (`properties.question`) stands for its own. */
export const answeredQuery = defineQuery(
  { name: "show-metrics/answered", row: Type.Object({ platform: Type.String(), answered: Type.Integer() }) },
  `
SELECT
    platform,
    uniqExact(if(JSONExtractString(properties['question']) = '', id, JSONExtractString(properties['question']))) AS answered
FROM events
WHERE ${OF_SHOW} AND type = 'question_answered'
GROUP BY platform`,
);

/** Median seconds from a question to its first answer, by the question's platform; scope '' is all platforms. */
export const answerSecondsQuery = defineQuery(
  { name: "show-metrics/answer-seconds", row: Type.Object({ scope: Type.String(), median: Type.Number() }) },
  `
WITH answers AS
(
    SELECT JSONExtractString(properties['question']) AS question, min(time) AS answered
    FROM events
    WHERE ${OF_SHOW} AND type = 'question_answered'
    GROUP BY question
    HAVING question != ''
)
SELECT scope, quantileExactInclusive(0.5)(greatest(0, dateDiff('millisecond', asked, answered))) / 1000 AS median
FROM answers
INNER JOIN
(
    SELECT id AS question, min(time) AS asked, toString(argMin(platform, (time, seq))) AS asked_on
    FROM events
    WHERE ${OF_SHOW} AND asks AND id IN (SELECT question FROM answers)
    GROUP BY id
) AS questions USING (question)
ARRAY JOIN ['', asked_on] AS scope
GROUP BY scope`,
);
