import type {
  BestTime,
  ComparedShow,
  Highlights,
  NewAndReturningRow,
  ProductOverShows,
  RepeatRate,
  ReplaySales,
  Retention,
} from "@showpulse/metrics";
import { beforeAll, expect, test } from "vitest";
import { type BorrowedHub, borrowHub } from "./support/hub.ts";

interface List<Row> {
  data: Row[];
}

let hub: BorrowedHub;
let newest: string;
let shows: { id: string; title: string }[];
const day = (days: number) => new Date(Date.now() - days * 86_400_000).toISOString().slice(0, 10);
const period = `from=${day(40)}&to=${day(0)}`;

beforeAll(async () => {
  hub = await borrowHub();
  newest = (await hub.post<{ show: string }>("/v1/sample")).show;
  shows = (await hub.get<List<{ id: string; title: string }>>("/v1/shows")).data;
});

test("the audience of the sample's shows: who came back, who was new, who bought again", async () => {
  expect(shows).toHaveLength(5);
  const { groups } = await hub.get<Retention>(`/v1/audience/retention?${period}`);
  expect(groups.map(({ platform }) => platform)).toEqual(["native", "tiktok", "youtube"]);
  const [first] = groups[0]?.cohorts ?? [];
  expect(first?.back.length).toBeGreaterThan(3);
  expect(first?.back[2]).toBeGreaterThan(0);
  const buyers = await hub.get<Retention>(`/v1/audience/retention?${period}&activity=bought`);
  expect(buyers.groups.map(({ platform }) => platform)).toEqual([null, "native"]);

  const { data } = await hub.get<List<NewAndReturningRow>>(`/v1/audience/new-and-returning?${period}`);
  const room = data.filter(({ platform }) => platform === "native");
  expect(room).toHaveLength(5);
  expect(room[0]?.viewers).toBe(room[0]?.viewersNew);
  expect(room[4]?.viewersNew).toBeLessThan(room[4]?.viewers ?? 0);
  expect(data.find(({ platform }) => platform === "youtube")).toMatchObject({ buyers: null, buyersNew: null });

  const repeat = await hub.get<RepeatRate>(`/v1/audience/repeat-rate?${period}`);
  expect(repeat.groups[0]).toMatchObject({
    platform: null,
    rates: [{ days: 30 }, { days: 60, rate: null }, { days: 90 }],
  });
  expect(repeat.groups[0]?.rates[0]?.rate).toBeGreaterThan(0);
});

test("when to go live is known from four shows on, and not before", async () => {
  const all = await hub.get<BestTime>(`/v1/audience/best-time?${period}&timezone=Europe/Berlin&platform=native`);
  expect(all).toMatchObject({ shows: 5, needed: 4, enough: true });
  const best = all.hours.find(({ shows: count }) => count === 4);
  expect(best?.viewers).toMatchObject({ enough: true });
  expect(best?.revenue?.[0]).toMatchObject({ currency: "EUR", enough: true });
  expect(best?.engagement?.value).toBeGreaterThan(0);
  const few = await hub.get<BestTime>(`/v1/audience/best-time?from=${day(8)}&to=${day(0)}`);
  expect(few).toMatchObject({ shows: 2, enough: false });
  // People of several platforms are not one population.
  expect(few.hours.map(({ engagement }) => engagement)).toEqual(few.hours.map(() => null));
});

test("products from show to show, shows minute by minute, moments, and what was sold afterwards", async () => {
  const { data: products } = await hub.get<List<ProductOverShows>>(`/v1/audience/products?${period}`);
  expect(products).toHaveLength(6);
  for (const { total, shows: own } of products) {
    expect(own.reduce((sum, { units }) => sum + units, 0)).toBe(total.units);
    expect(own).toHaveLength(5);
  }
  const { data: compared } = await hub.get<List<ComparedShow>>(
    `/v1/compare?shows=${newest},${shows[1]?.id}&metrics=orders,gmv_paid,viewers_now`,
  );
  expect(compared.map(({ show, points }) => [show, points.length])).toEqual([
    [newest, 60],
    [shows[1]?.id, 60],
  ]);
  const orders = compared[0]?.points.reduce((sum, point) => sum + Number(point.orders ?? 0), 0);
  expect(compared[0]?.figures.orders?.value).toBe(orders);

  const { highlights } = await hub.get<Highlights>(`/v1/shows/${newest}/highlights`);
  expect(highlights.filter(({ reason }) => reason === "offer")).toHaveLength(3);
  expect(highlights.filter(({ reason }) => reason === "pin")).toHaveLength(7);
  expect(
    highlights
      .map(({ rank }) => rank)
      .filter((rank) => rank !== null)
      .sort(),
  ).toEqual([1, 2, 3]);

  const replay = await hub.get<ReplaySales>(`/v1/shows/${newest}/replay-sales`);
  expect(replay.chapters).toHaveLength(7);
  expect(replay.total.orders).toBeGreaterThan(10);
  const inChapters = [...replay.chapters, replay.notShown].reduce((sum, { units }) => sum + units, 0);
  expect(inChapters).toBe(replay.total.units);
});

test("what cannot be asked is refused and says where; what is not there is not found", async () => {
  const refused = (path: string, pointer: string) =>
    expect(hub.get(path)).rejects.toThrow(new RegExp(`400.*"pointer":"${pointer}"`));
  await refused(`/v1/audience/retention?from=2020-01-01&to=2026-01-01&interval=day`, "/interval");
  await refused(`/v1/audience/best-time?from=2026-02-30&to=2026-03-01`, "/from");
  await refused(`/v1/audience/best-time?${period}&timezone=Mars/Base`, "/timezone");
  await refused(`/v1/compare?shows=${newest}`, "/shows");
  await refused(`/v1/compare?shows=${newest},${shows[1]?.id}&metrics=nonsense`, "/metrics");
  await expect(hub.get(`/v1/compare?shows=${newest},none`)).rejects.toThrow(/404/);
  await expect(hub.get("/v1/shows/none/highlights")).rejects.toThrow(/404/);
  await expect(hub.get("/v1/shows/none/replay-sales")).rejects.toThrow(/404/);
});

test("one call removes every sample show", async () => {
  await fetch(`${hub.address}/v1/sample`, { method: "DELETE", headers: { authorization: `Bearer ${hub.key}` } });
  expect((await hub.get<List<unknown>>("/v1/shows")).data).toEqual([]);
  const { groups } = await hub.get<Retention>(`/v1/audience/retention?${period}`);
  expect(groups).toEqual([]);
});

test("a show that was run elsewhere is told of afterwards: its own events say when it was", async () => {
  const hour = 3_600_000;
  const began = Math.floor(Date.now() / hour) * hour - 30 * hour;
  const { id } = await hub.post<{ id: string }>("/v1/shows", { title: "Last year's" });
  const send = (type: string, minutes: number) =>
    hub.post("/v1/events", [
      { id: `${type}-${minutes}`, source: "archive", type, subject: id, time: new Date(began + minutes * 60_000) },
    ]);
  const moments = async () => {
    const { status, startedAt, endedAt } = await hub.get<Record<string, string | null>>(`/v1/shows/${id}`);
    return [status, startedAt, endedAt];
  };
  const at = (minutes: number) => new Date(began + minutes * 60_000).toISOString();
  await send("chat_message", 3);
  expect(await moments()).toEqual(["coming", null, null]);
  await send("show_started", 0);
  expect(await moments()).toEqual(["live", at(0), null]);
  // Of two platforms the first to begin counts, and the last to end.
  await send("show_started", 1);
  await send("show_ended", 50);
  await send("show_ended", 45);
  await send("show_ended", 52);
  expect(await moments()).toEqual(["ended", at(0), at(52)]);

  const { id: other } = await hub.post<{ id: string }>("/v1/shows", { title: "Only its end is known" });
  await hub.post("/v1/events", [{ id: "x", source: "archive", type: "show_ended", subject: other, time: at(9) }]);
  expect(await hub.get(`/v1/shows/${other}`)).toMatchObject({ status: "ended", startedAt: at(9), endedAt: at(9) });

  await hub.post("/v1/flush");
  const { data } = await hub.get<List<ComparedShow>>(`/v1/compare?shows=${id},${other}&metrics=comments`);
  expect(data.map(({ show, figures }) => [show, figures.comments?.value])).toEqual([
    [id, 1],
    [other, 0],
  ]);
});
