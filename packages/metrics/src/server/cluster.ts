const TABLE = /^CREATE TABLE IF NOT EXISTS (\w+)\s/;
const VIEW = /^CREATE MATERIALIZED VIEW IF NOT EXISTS (\w+) TO (\w+) AS([\s\S]*)$/;
const ALTER = /^ALTER TABLE (\w+) (ADD|MATERIALIZE) COLUMN\s/;
const DROP = /^DROP TABLE IF EXISTS (\w+)$/;
const BACKFILL = /^INSERT INTO \w+\s+SELECT\s/;
const ENGINE = /ENGINE = (\w*MergeTree)(?:\(([\s\S]*?)\))?(?=\s*\n?\s*ORDER BY)/;

/** Tables that every node holds in full: what is joined to events must be beside them. */
const EVERYWHERE: ReadonlySet<string> = new Set(["migrations", "identities", "people"]);

/**
 * The same schema on a cluster: each table becomes a replicated `<table>_local` under a distributed `<table>`; the
 * views feed local tables from local tables. Rows are spread by workspace and show.
 * @throws RangeError for a kind of statement that has no clustered form yet
 */
export function onCluster(statement: string, cluster: string): string[] {
  const sql = statement.trim();
  const name = quoted(cluster);
  const view = VIEW.exec(sql);
  if (view) {
    const [, feed, to = "", select = ""] = view;
    const target = EVERYWHERE.has(to) ? to : `${to}_local`;
    const local = select.replaceAll(/\bFROM (\w+)/g, "FROM $1_local");
    return [`CREATE MATERIALIZED VIEW IF NOT EXISTS ${feed} ON CLUSTER ${name} TO ${target} AS${local}`];
  }
  // Reads and writes the distributed tables.
  if (BACKFILL.test(sql)) return [sql];
  const altered = ALTER.exec(sql);
  if (altered) return alteredOnCluster(sql, altered, name);
  const dropped = DROP.exec(sql)?.[1];
  // Its place is free again only when every node has let go of it.
  if (dropped !== undefined && EVERYWHERE.has(dropped)) return [`${sql} ON CLUSTER ${name} SYNC`];
  const table = TABLE.exec(sql)?.[1];
  if (table === undefined) throw new RangeError(`No clustered form of: ${sql.slice(0, 80)}`);
  const everywhere = EVERYWHERE.has(table);
  const local = everywhere ? table : `${table}_local`;
  const shard = everywhere ? "all" : "{shard}";
  const replicated = sql
    .replace(TABLE, `CREATE TABLE IF NOT EXISTS ${local} ON CLUSTER ${name} `)
    .replace(ENGINE, (_, engine: string, parameters: string | undefined) => {
      const rest = parameters ? `, ${parameters}` : "";
      return `ENGINE = Replicated${engine}('/clickhouse/tables/${shard}/{database}/${local}', '{replica}'${rest})`;
    })
    .replace("non_replicated_deduplication_window", "replicated_deduplication_window");
  if (everywhere) return [replicated];
  const by = /\bshow\s/.test(sql) ? "cityHash64(workspace, show)" : "cityHash64(workspace)";
  return [
    replicated,
    `CREATE TABLE IF NOT EXISTS ${table} ON CLUSTER ${name} AS ${local} ENGINE = Distributed(${name}, currentDatabase(), ${local}, ${by})`,
  ];
}

/** A column belongs to the local table, and is known by the distributed one; only the local one has rows of it. */
function alteredOnCluster(sql: string, [, table = "", action]: RegExpExecArray, cluster: string): string[] {
  const everywhere = EVERYWHERE.has(table);
  const names = everywhere ? [table] : action === "ADD" ? [`${table}_local`, table] : [`${table}_local`];
  return names.map((one) => {
    const altered = sql.replace(`ALTER TABLE ${table} `, `ALTER TABLE ${one} ON CLUSTER ${cluster} `);
    // A distributed table keeps nothing.
    return one === table && !everywhere ? altered.replace(/ CODEC\(\w+\)/, "") : altered;
  });
}

/** What a `DELETE FROM` names: a distributed table cannot delete, the local ones beneath it on each node can. */
export const deletable = (table: string, cluster: string | undefined): string =>
  cluster === undefined || EVERYWHERE.has(table) ? table : `${table}_local ON CLUSTER ${quoted(cluster)}`;

const quoted = (cluster: string): string => `\`${cluster.replaceAll("`", "")}\``;
