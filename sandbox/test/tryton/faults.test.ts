import { ManualClock } from '../../src/clock';
import { FaultPlan } from '../../src/faults';
import { startTrytonSimulator, type TrytonSimulator } from '../../src/tryton';
import { saleValues, TestClient } from './client';

let simulator: TrytonSimulator | undefined;

afterEach(() => simulator?.close());

async function started(faults: FaultPlan): Promise<{ running: TrytonSimulator; client: TestClient }> {
  const running = await startTrytonSimulator({ faults });
  simulator = running;
  return { running, client: await TestClient.login(running) };
}

const create = (client: TestClient, webId: string) => client.call('sale.sale.create', [saleValues({ web_id: webId })]);

test('a lost answer leaves the sale stored, and the repeated create is refused', async () => {
  const { running, client } = await started(new FaultPlan().next('timeoutAfterCommit'));
  await expect(create(client, 'SHOP-1')).rejects.toThrow();
  expect(running.witness.effects('sale.sale/web_id/SHOP-1')).toBe(1);
  expect((await create(client, 'SHOP-1')).error).toEqual(['UserError', ['The web ID on the sale must be unique.', '', null]]);
  expect(running.witness.effects('sale.sale/web_id/SHOP-1')).toBe(1);
});

test('a request lost before the commit stores nothing', async () => {
  const { running, client } = await started(new FaultPlan().next('timeoutBeforeCommit'));
  await expect(create(client, 'SHOP-1')).rejects.toThrow();
  expect(running.state.rows('sale.sale')).toHaveLength(0);
});

test.each([
  ['error500BeforeCommit', 0],
  ['error500AfterCommit', 1],
] as const)('%s answers 500 and stores %d sales', async (kind, stored) => {
  const { running, client } = await started(new FaultPlan().next(kind));
  expect((await create(client, 'SHOP-1')).status).toBe(500);
  expect(running.witness.effects('sale.sale/web_id/SHOP-1')).toBe(stored);
});

test('a cut answer breaks off in the middle, and the sale is stored', async () => {
  const { running, client } = await started(new FaultPlan().next('cutResponse'));
  await expect(create(client, 'SHOP-1')).rejects.toThrow();
  expect(running.listSales()).toHaveLength(1);
});

test('a late commit is stored after the caller has given up', async () => {
  const clock = new ManualClock();
  const running = await startTrytonSimulator({ clock, faults: new FaultPlan().next({ kind: 'lateCommit', commitDelayMs: 600 }) });
  simulator = running;
  const client = await TestClient.login(running);
  const pending = create(client, 'SHOP-1');
  await untilTimerIsSet(clock);
  expect(running.listSales()).toHaveLength(0);
  await clock.advance(600);
  expect((await pending).status).toBe(200);
  expect(running.listSales()).toHaveLength(1);
});

test('a committed sale can be invisible to searches for a while, but its web id is taken at once', async () => {
  const clock = new ManualClock();
  const running = await startTrytonSimulator({ clock, lateLookupMs: 500 });
  simulator = running;
  const client = await TestClient.login(running);
  const id = await client.createSale({ web_id: 'SHOP-1' });
  const find = async () => (await client.call('sale.sale.search', [['web_id', '=', 'SHOP-1']])).result;
  expect(await find()).toEqual([]);
  expect((await create(client, 'SHOP-1')).error?.[0]).toBe('UserError');
  expect((await client.readSale(id, 'web_id')).web_id).toBe('SHOP-1');
  await clock.advance(500);
  expect(await find()).toEqual([id]);
});

test('slow answers come later, their effect at once', async () => {
  const clock = new ManualClock();
  const running = await startTrytonSimulator({ clock });
  simulator = running;
  const client = await TestClient.login(running);
  running.knobs.slowMs = 5_000;
  const pending = create(client, 'SHOP-1');
  await untilTimerIsSet(clock);
  expect(running.listSales()).toHaveLength(1);
  await clock.advance(5_000);
  expect((await pending).status).toBe(200);
});

async function untilTimerIsSet(clock: ManualClock): Promise<void> {
  const giveUpAt = performance.now() + 5_000;
  while (clock.nextTimerAt() === undefined) {
    if (performance.now() > giveUpAt) throw new Error('The simulator set no timer');
    await new Promise((resolve) => setImmediate(resolve));
  }
}
