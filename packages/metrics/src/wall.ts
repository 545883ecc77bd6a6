import { type Static, Type } from "typebox";
import { Money } from "./metric.ts";

/** One moment of a sparkline; `null`: nothing was read around then. */
export const SparkPoint = Type.Object({ at: Type.String(), value: Type.Union([Type.Number(), Type.Null()]) });

/** How each of several shows goes, briefly: what the wall shows of it. */
export const wall = {
  name: "wall",
  params: Type.Object({
    /** Shows with the time that their sparklines span and the time over which comments are averaged. */
    shows: Type.Array(
      Type.Object({
        show: Type.String(),
        /** Milliseconds since 1970. */
        from: Type.Integer(),
        to: Type.Integer(),
        commentsFrom: Type.Integer(),
      }),
    ),
  }),
  row: Type.Object({
    show: Type.String(),
    platforms: Type.Array(
      Type.Object({
        platform: Type.String(),
        /** The latest reading in the time spanned; `null`: none. */
        viewers: Type.Union([Type.Number(), Type.Null()]),
        spark: Type.Array(SparkPoint),
      }),
    ),
    /** `null`: no platform of the show gives comments. */
    commentsPerMinute: Type.Union([Type.Number(), Type.Null()]),
    /** `null`: no platform of the show gives orders. */
    orders: Type.Union([Type.Integer(), Type.Null()]),
    revenue: Type.Union([Type.Array(Money), Type.Null()]),
  }),
};
export type WallParams = Static<typeof wall.params>;
export type WallRow = Static<typeof wall.row>;
