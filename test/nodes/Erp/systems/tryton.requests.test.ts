import { DEFAULT_CREATE_ORDER_OPTIONS } from '../../../../nodes/Erp/contract';
import { TrytonConnection } from '../../../../nodes/Erp/systems/tryton/connection';
import type { TrytonSimulator } from '../../../../sandbox/src/tryton';
import { startTrytonSimulator } from '../../../../sandbox/src/tryton';
import { fetchTransport } from '../support/fetchTransport';
import type { OrderSpec } from '../support/orderBuilder';
import { buildOrder, freshId } from '../support/orderBuilder';

/** How many requests orders cost, once master data are known: a campaign of a hundred thousand orders stands on it. */
let simulator: TrytonSimulator;
beforeAll(async () => {
  simulator = await startTrytonSimulator();
});
afterAll(async () => simulator.close());

function counted(): { readonly connection: TrytonConnection; take(): readonly string[] } {
  let sent: string[] = [];
  const transport = fetchTransport({
    url: simulator.url,
    database: simulator.database,
    user: 'connector',
    password: 'Conn3ctor-2026!',
    witness: (method) => sent.push(method.replace('model.', '')),
  });
  const clientOptions = { sleep: async () => undefined, random: Math.random, user: 'connector' };
  return {
    connection: new TrytonConnection(transport, clientOptions, 'tryton:simulator/erp'),
    take() {
      const taken = sent;
      sent = [];
      return taken;
    },
  };
}

const order = (changes: Partial<OrderSpec> = {}) =>
  buildOrder({
    lines: [
      { sku: 'STENT-35-18', quantity: '1', net: '1080.00' },
      { sku: 'GLOVE-M-100', quantity: '7', net: '279.30' },
    ],
    charges: [{ net: '25.00' }],
    ...changes,
  });
const quotation = { ...DEFAULT_CREATE_ORDER_OPTIONS, targetState: 'quotation' as const, exclusive: true };
const confirmed = { ...quotation, targetState: 'confirmed' as const };

test('an order of a new customer takes eight requests, that of a known one six, and a repeat one', async () => {
  const { connection, take } = counted();
  await connection.syncOrder(order(), quotation);
  take();
  const first = order();
  await connection.syncOrder(first, quotation);
  expect(take()).toEqual([
    'sale.sale.search_read',
    'party.party.search_read',
    'party.party.create',
    'party.party.read',
    'sale.sale.create',
    'sale.sale.read',
    'sale.sale.quote',
    'sale.sale.read',
  ]);
  await connection.syncOrder(order({ customer: first.customer }), quotation);
  expect(take()).toHaveLength(6);
  await connection.syncOrder(order({ customer: first.customer }), confirmed);
  expect(take()).toHaveLength(7);
  await connection.syncOrder(first, quotation);
  expect(take()).toEqual(['sale.sale.search_read']);
});

test('a change takes eight requests, a cancellation five', async () => {
  const { connection, take } = counted();
  const first = order();
  await connection.syncOrder(first, quotation);
  take();
  const edited = buildOrder({
    ...first,
    lines: [{ sku: 'GLOVE-M-100', quantity: '2', net: '80.00' }],
    charges: [],
    updatedAt: '2026-11-21T10:00:00Z',
  });
  await connection.syncOrder(edited, quotation);
  expect(take()).toEqual([
    'sale.sale.search_read',
    'party.party.search_read',
    'sale.sale.draft',
    'sale.sale.read',
    'sale.sale.write',
    'sale.sale.read',
    'sale.sale.quote',
    'sale.sale.read',
  ]);
  await connection.syncOrder({ ...edited, status: 'cancelled', updatedAt: '2026-11-22T10:00:00Z' }, quotation);
  expect(take()).toEqual(['sale.sale.search_read', 'sale.sale.cancel', 'sale.sale.read', 'sale.sale.write', 'sale.sale.read']);
});

test('fifty orders side by side share their requests', async () => {
  const { connection, take } = counted();
  await connection.syncOrder(order(), confirmed);
  take();
  const orders = Array.from({ length: 50 }, () => order());
  const results = await Promise.all(orders.map((each) => connection.syncOrder(each, confirmed)));
  expect(results.every(({ outcome }) => outcome === 'created')).toBe(true);
  expect(new Set(results.map((result) => ('id' in result ? result.id : ''))).size).toBe(50);
  expect(take().length).toBeLessThanOrEqual(16);
});

test('one order that cannot be written does not keep the others of its batch out', async () => {
  const { connection } = counted();
  const twin = order();
  await counted().connection.syncOrder(twin, quotation);
  const changed = buildOrder({ ...twin, lines: [{ sku: 'GLOVE-M-100', quantity: '2', net: '80.00' }], charges: [] });
  const batch = [order(), buildOrder({ id: freshId(), lines: [{ sku: 'NO-SUCH-1', net: '1.00' }] }), changed, order()];
  const settled = await Promise.allSettled(batch.map((each) => connection.syncOrder(each, quotation)));
  expect(settled.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected', 'fulfilled']);
});
