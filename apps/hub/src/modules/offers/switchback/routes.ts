import { randomInt, randomUUID } from "node:crypto";
import type { ClickHouseClient } from "@clickhouse/client";
import { ImpossibleSwitchback, type SwitchbackReadOut, switchbackBlocks } from "@showpulse/metrics";
import { askSwitchback } from "@showpulse/metrics/server";
import { Type } from "typebox";
import type { Switchback } from "../../../../../../prisma/generated/client.ts";
import { mayRun } from "../../../access/own-show.ts";
import type { App } from "../../../app.ts";
import type { Database } from "../../../database.ts";
import { id } from "../../../formats.ts";
import { Page } from "../../../lists.ts";
import { newestFirst, newestPage } from "../../../newest-first.ts";
import { notFound, Problem } from "../../../problem.ts";
import { notOwn, requireOwn } from "../../../references.ts";
import type { Clock } from "../clock.ts";
import { itemRows } from "../items.ts";
import {
  NewSwitchback,
  planEnd,
  planOf,
  type Switches,
  spoiltBlocks,
  stopOf,
  switchbackStatus,
  switchbackView,
  usualBurnIn,
  WITH_COURSE,
} from "./switchback.ts";

interface SwitchbackOptions {
  database: Database;
  clickhouse: ClickHouseClient;
  clock: Clock;
  now: () => number;
}

const SwitchbackPage = Type.Object({ ...Page.properties, show: Type.Optional(id) });
const SwitchbackParams = Type.Object({ id });

/** Experiments that turn an offer or a pin on and off in randomised blocks: registered, run, read out. */
export async function switchbackRoutes(
  app: App,
  { database, clickhouse, clock, now }: SwitchbackOptions,
): Promise<void> {
  const find = async (workspaceId: string, id: string) => {
    const row = await database.switchback.findFirst({ where: { id, workspaceId }, include: WITH_COURSE });
    if (!row) throw notFound("switchback");
    return row;
  };

  app.post(
    "/v1/switchbacks",
    { config: { policy: "plan" }, schema: { body: NewSwitchback } },
    async ({ caller, body }, reply) => {
      const { show, title, switches, blockSeconds, blocks, startsAt } = body;
      await requireOwn(database, caller.workspace, { show });
      await checkProducts(caller.workspace, switches);
      const registeredAt = new Date(now());
      const row = {
        id: randomUUID(),
        workspaceId: caller.workspace,
        showId: show,
        title,
        switches,
        // Nobody chooses it, so nobody can choose which blocks are on.
        seed: randomInt(2 ** 31 - 1),
        blockSeconds,
        blocks,
        burnInSeconds: body.burnInSeconds ?? usualBurnIn(blockSeconds),
        registeredAt,
        startsAt: startsAt == null ? null : new Date(startsAt),
      };
      const planned = { ...row, stoppedAt: null, endedAt: null, createdAt: registeredAt };
      refuseImpossible(planned);
      await refuseBeside(planned);
      const made = await database.switchback.create({ data: row, include: WITH_COURSE });
      clock.wake();
      return reply.code(201).send(switchbackView(made, now()));
    },
  );

  /** @throws Problem 409 where another experiment has the show at that time: each would change what the other measures */
  async function refuseBeside(row: Switchback): Promise<void> {
    if (row.startsAt === null) return;
    const others = await database.switchback.findMany({
      where: { showId: row.showId, id: { not: row.id }, endedAt: null, stoppedAt: null, startsAt: { lt: endOf(row) } },
      include: WITH_COURSE,
    });
    const other = others.find((one) => stopOf(one, now()) === null && endOf(one) > (row.startsAt as Date));
    if (!other) return;
    const until = endOf(other).toISOString();
    throw conflict(
      "another_experiment",
      `"${other.title}" has this show until ${until}, and each would change what the other measures. Stop it, or start this one later.`,
    );
  }

  async function checkProducts(workspaceId: string, switches: Switches): Promise<void> {
    if ("offer" in switches)
      return void (await itemRows(database, workspaceId, switches.offer.items, "/switches/offer/items"));
    const own = await database.product.count({ where: { id: switches.pin, workspaceId, deletedAt: null } });
    if (own === 0) throw notOwn([{ pointer: "/switches/pin", what: "product" }]);
  }

  app.get(
    "/v1/switchbacks",
    { config: { policy: "read" }, schema: { querystring: SwitchbackPage } },
    async ({ caller, query }) => {
      const { where, ...order } = newestFirst(query);
      const own = { workspaceId: caller.workspace, ...(query.show === undefined ? {} : { showId: query.show }) };
      const rows = await database.switchback.findMany({ where: { ...own, ...where }, ...order, include: WITH_COURSE });
      const time = now();
      return newestPage(rows, query.limit, (row) => switchbackView(row, time));
    },
  );

  app.get(
    "/v1/switchbacks/:id",
    { config: { policy: "read" }, schema: { params: SwitchbackParams } },
    async ({ caller, params }) => switchbackView(await find(caller.workspace, params.id), now()),
  );

  app.delete(
    "/v1/switchbacks/:id",
    { config: { policy: "plan" }, schema: { params: SwitchbackParams } },
    async ({ caller, params }, reply) => {
      const row = await find(caller.workspace, params.id);
      if (switchbackStatus(row, now()) !== "planned")
        throw conflict("started", "What was measured stays: this experiment was started.");
      await database.switchback.delete({ where: { id: row.id } });
      return reply.code(204).send();
    },
  );

  app.post(
    "/v1/switchbacks/:id/start",
    { config: { policy: "run" }, schema: { params: SwitchbackParams } },
    async ({ caller, params }) => {
      const row = await find(caller.workspace, params.id);
      mayRun(caller, row.show.host);
      const status = switchbackStatus(row, now());
      if (status === "running") return switchbackView(row, now());
      if (status !== "planned")
        throw conflict(status, `This experiment is ${status}; to run it once more, register a new one.`);
      // Registered in this very millisecond, it starts in the next.
      const startsAt = new Date(Math.max(now(), row.registeredAt.getTime() + 1));
      await refuseBeside({ ...row, startsAt });
      await database.switchback.update({ where: { id: row.id }, data: { startsAt } });
      clock.wake();
      return switchbackView(await find(caller.workspace, row.id), startsAt.getTime());
    },
  );

  app.post(
    "/v1/switchbacks/:id/stop",
    { config: { policy: "run" }, schema: { params: SwitchbackParams } },
    async ({ caller, params }) => {
      const row = await find(caller.workspace, params.id);
      mayRun(caller, row.show.host);
      const time = now();
      if (row.stoppedAt === null && planEnd(row) > time) {
        await database.switchback.update({ where: { id: row.id }, data: { stoppedAt: new Date(time) } });
        clock.wake();
      }
      return switchbackView(await find(caller.workspace, row.id), time);
    },
  );

  app.get(
    "/v1/switchbacks/:id/result",
    { config: { policy: "read" }, schema: { params: SwitchbackParams } },
    async ({ caller, params }) => {
      const row = await find(caller.workspace, params.id);
      const time = now();
      const status = switchbackStatus(row, time);
      // Looking while it runs, and stopping when one likes what one sees, makes chance look like an effect.
      if (status === "planned" || status === "running" || row.startsAt === null)
        return { id: row.id, status, spoilt: 0, result: null };
      const spoilt = spoiltBlocks(row, time);
      const result = await askSwitchback(clickhouse, caller.workspace, row.showId, planOf(row), spoilt);
      return { id: row.id, status, spoilt: spoilt.size, result: result && readOutView(result) };
    },
  );
}

/** @throws Problem 400 with what makes the plan impossible */
function refuseImpossible(row: Parameters<typeof planOf>[0]): void {
  try {
    switchbackBlocks(planOf(row));
  } catch (error) {
    if (!(error instanceof ImpossibleSwitchback)) throw error;
    const pointer = POINTERS[error.pointer] ?? error.pointer;
    throw new Problem(400, "Bad Request", {
      code: "impossible_switchback",
      detail: `This experiment could not answer anything: ${error.message}.`,
      errors: [{ pointer, detail: error.message }],
    });
  }
}

/** Fields of the plan under the names of the request. */
const POINTERS: Record<string, string> = { "/registeredAt": "/startsAt", "/blockSeconds": "/blocks" };

const endOf = (row: Switchback): Date => new Date(planEnd(row));

/** A read-out as it leaves the hub. */
const readOutView = ({ each, ...result }: SwitchbackReadOut) => ({
  ...result,
  each: each.map(({ from, ...rates }) => ({ from: new Date(from).toISOString(), ...rates })),
});

const conflict = (code: string, detail: string) => new Problem(409, "Conflict", { code, detail });
