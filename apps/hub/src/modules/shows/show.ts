import { Type } from "typebox";
import type { Show } from "../../../../../prisma/generated/client.ts";
import { instant, timezone } from "../../formats.ts";
import { statusOf } from "../../show-status.ts";

const text = (maxLength: number) => Type.Union([Type.String({ minLength: 1, maxLength }), Type.Null()]);

const optional = {
  startsAt: Type.Optional(Type.Union([instant, Type.Null()])),
  endsAt: Type.Optional(Type.Union([instant, Type.Null()])),
  host: Type.Optional(text(200)),
  campaign: Type.Optional(text(256)),
  currency: Type.Optional(Type.Union([Type.String({ pattern: "^[A-Z]{3}$" }), Type.Null()])),
  timezone: Type.Optional(timezone),
};
const title = Type.String({ minLength: 1, maxLength: 300 });

export const NewShow = Type.Object({ title, ...optional });
export const ShowChange = Type.Object({ title: Type.Optional(title), ...optional });
export const ShowParams = Type.Object({ id: Type.String({ maxLength: 128 }) });

/** A show as it leaves the hub. */
export function showView(show: Show) {
  const { workspaceId: _workspace, ...view } = show;
  return { ...view, status: statusOf(show) };
}
