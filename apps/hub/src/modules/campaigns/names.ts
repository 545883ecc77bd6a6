import type { LineFault } from "../../bulk/table.ts";
import type { Database } from "../../database.ts";
import type { BulkCost } from "./bulk.ts";

interface Line {
  line: number;
  row: BulkCost;
}

/** Puts ids where rows name campaigns and creators by their names; what is not there, or not one alone, is a fault. */
export async function resolveNames(
  database: Database,
  workspaceId: string,
  lines: readonly Line[],
): Promise<{ rows: Line[]; faults: LineFault[] }> {
  const own = { where: { workspaceId, deletedAt: null }, select: { id: true, name: true } };
  const shows = [...new Set(lines.flatMap(({ row: { show } }) => show ?? []))];
  const [campaigns, creators, known] = await Promise.all([
    database.campaign.findMany(own),
    database.creator.findMany(own),
    database.show.findMany({ where: { workspaceId, id: { in: shows } }, select: { id: true } }),
  ]);
  const findCampaign = finder("campaign", campaigns);
  const findCreator = finder("creator", creators);
  const knownShows = new Set(known.map(({ id }) => id));

  const rows: Line[] = [];
  const faults: LineFault[] = [];
  for (const { line, row } of lines) {
    const campaign = findCampaign(row.campaign);
    const creator = row.creator == null ? null : findCreator(row.creator);
    const wrong = [
      ...(campaign instanceof Error ? [{ line, pointer: "/campaign", detail: campaign.message }] : []),
      ...(creator instanceof Error ? [{ line, pointer: "/creator", detail: creator.message }] : []),
      ...(row.show == null || knownShows.has(row.show)
        ? []
        : [{ line, pointer: "/show", detail: `"${row.show}" is not a show of this workspace` }]),
    ];
    faults.push(...wrong);
    if (!(campaign instanceof Error) && !(creator instanceof Error) && wrong.length === 0) {
      rows.push({ line, row: { ...row, campaign, creator } });
    }
  }
  return { rows, faults };
}

/** Finds the one with that id, else the only one with that name, in either case of letters. */
function finder(what: string, rows: readonly { id: string; name: string }[]): (text: string) => string | Error {
  const ids = new Set(rows.map(({ id }) => id));
  const byName = new Map<string, string[]>();
  for (const { id, name } of rows) byName.set(fold(name), [...(byName.get(fold(name)) ?? []), id]);
  return (text) => {
    if (ids.has(text)) return text;
    const [first, second] = byName.get(fold(text)) ?? [];
    if (first === undefined) return new Error(`"${text}" is not a ${what} of this workspace`);
    return second === undefined ? first : new Error(`"${text}" is the name of several; give the id of the ${what}`);
  };
}

const fold = (name: string) => name.trim().toLocaleLowerCase("en");
