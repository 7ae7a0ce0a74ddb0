import { HOUR_MS, Kpis, readKpis, recordKpi } from '../../src/kpi';
import { Quantiles } from '../../src/kpi/quantiles';
import type { Database } from '../../src/store';
import { describeStores } from '../support/databases';
import { FakeClock } from '../support/fakeHub';

const NINE = Date.UTC(2026, 10, 22, 9);

interface Settled {
  readonly atMs: number;
  readonly businessKey?: string;
  readonly lagMs: number;
}

function partsOver(database: Database, clock: FakeClock, events: Settled[], asked: [number, number][] = []) {
  const inbox = {
    settledIn: async (fromMs: number, toMs: number) => {
      asked.push([fromMs, toMs]);
      return await Promise.resolve(events.filter(({ atMs }) => atMs >= fromMs && atMs < toMs));
    },
    backlog: async () => await Promise.resolve({ byState: { parked: 3 } }),
  };
  const effects = {
    settledIn: async (fromMs: number, toMs: number) => {
      const done = events.filter(({ atMs }) => atMs >= fromMs && atMs < toMs).length;
      return await Promise.resolve({ done, rejected: done > 0 ? 1 : 0 });
    },
    list: async () => await Promise.resolve([]),
  };
  return { database, clock, inbox, effects };
}

describeStores('hourly figures', (open) => {
  const order = (id: number) => `shopify/shop/order/${id}`;

  it('count each order once an hour, and hours by the time of the finish', async () => {
    const [database, clock] = [await open(), new FakeClock(NINE)];
    const events = [
      { atMs: NINE + 60_000, businessKey: order(1), lagMs: 500 },
      { atMs: NINE + 120_000, businessKey: order(1), lagMs: 700 },
      { atMs: NINE + 180_000, businessKey: 'shopify/shop/product/1', lagMs: 900 },
      { atMs: NINE + HOUR_MS, businessKey: order(1), lagMs: 100 },
    ];
    const kpis = new Kpis(partsOver(database, clock, events));
    await kpis.rollUp();
    clock.pass(HOUR_MS + 5 * 60_000);
    await kpis.rollUp();
    expect(await kpis.hours(NINE, NINE + 2 * HOUR_MS)).toMatchObject([
      { hourAtMs: NINE, values: { orders: 1, events: 3, effectsDone: 3, effectsRejected: 3, parked: 3 } },
      { hourAtMs: NINE + HOUR_MS, values: { orders: 1, events: 1 } },
    ]);
  });

  it('say nothing about a lag in an hour in which nothing became done', async () => {
    const [database, clock] = [await open(), new FakeClock(NINE + 10 * 60_000)];
    const kpis = new Kpis(partsOver(database, clock, []));
    await kpis.rollUp();
    const [hour] = await kpis.hours(NINE, NINE + HOUR_MS);
    expect(hour?.values).toEqual({ orders: 0, events: 0, effectsDone: 0, effectsRejected: 0, parked: 3, unknownEffects: 0 });
  });

  it('read each minute once, and none that is not over', async () => {
    const [database, clock] = [await open(), new FakeClock(NINE)];
    const asked: [number, number][] = [];
    const kpis = new Kpis(partsOver(database, clock, [], asked));
    for (let call = 0; call < 8; call++) {
      clock.pass(20_000);
      await kpis.rollUp();
    }
    const minutes = asked.map(([fromMs]) => (fromMs - NINE) / 60_000);
    expect(minutes).toEqual([0, 1]);
  });

  it('are the same after a crash in the middle of the hour', async () => {
    const [database, clock] = [await open(), new FakeClock(NINE)];
    const events = [1, 2, 3, 4].map((id) => ({ atMs: NINE + id * 10 * 60_000, businessKey: order(id), lagMs: 100 * id }));
    await new Kpis(partsOver(database, clock, events)).rollUp();
    clock.pass(25 * 60_000);
    await new Kpis(partsOver(database, clock, events)).rollUp();
    clock.pass(40 * 60_000);
    const restarted = new Kpis(partsOver(database, clock, events));
    await restarted.rollUp();
    expect((await restarted.hours(NINE, NINE + HOUR_MS))[0]?.values).toMatchObject({ orders: 4, events: 4 });
  });

  it('of two replicas agree', async () => {
    const [database, clock] = [await open(), new FakeClock(NINE)];
    const events = [{ atMs: NINE + 60_000, businessKey: order(1), lagMs: 100 }];
    const replicas = [new Kpis(partsOver(database, clock, events)), new Kpis(partsOver(database, clock, events))];
    clock.pass(10 * 60_000);
    for (const kpis of replicas) await kpis.rollUp();
    await Promise.all(replicas.map(async (kpis) => await kpis.rollUp()));
    expect((await replicas[0]?.hours(NINE, NINE + HOUR_MS))?.[0]?.values).toMatchObject({ orders: 1, events: 1 });
  });

  it('of workflows are added up where they are recorded', async () => {
    const database = await open();
    await database.write(async (transaction) => {
      await recordKpi(transaction, { atMs: NINE + 5, kind: 'returns', value: 1 });
      await recordKpi(transaction, { atMs: NINE + 9, kind: 'returns', value: 2 });
    });
    expect(await database.read(async (transaction) => await readKpis(transaction, NINE, NINE + 1))).toEqual([
      { hourAtMs: NINE, values: { returns: 3 } },
    ]);
  });
});

describe('quantiles', () => {
  it('are right within five per cent', () => {
    const quantiles = new Quantiles();
    for (let value = 1; value <= 10_000; value++) quantiles.add(value);
    expect(quantiles.at(0.5)).toBeGreaterThan(4750);
    expect(quantiles.at(0.5)).toBeLessThan(5250);
    expect(quantiles.at(0.95)).toBeGreaterThan(9025);
    expect(quantiles.at(0.95)).toBeLessThan(9975);
  });

  it('of nothing are nothing', () => expect(new Quantiles().at(0.5)).toBeUndefined());
  it('of instant events are zero', () => {
    const quantiles = new Quantiles();
    quantiles.add(0);
    expect(quantiles.at(0.95)).toBe(0);
  });
});
