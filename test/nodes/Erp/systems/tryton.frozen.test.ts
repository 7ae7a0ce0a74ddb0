import type { Order } from '../../../../core/documents';
import type { SyncOrderOptions } from '../../../../nodes/Erp/contract';
import { DEFAULT_CREATE_ORDER_OPTIONS } from '../../../../nodes/Erp/contract';
import type { Transport } from '../../../../nodes/Erp/systems/tryton/client';
import { TrytonConnection } from '../../../../nodes/Erp/systems/tryton/connection';
import { FaultPlan } from '../../../../sandbox/src/faults';
import type { TrytonSimulator } from '../../../../sandbox/src/tryton';
import { startTrytonSimulator } from '../../../../sandbox/src/tryton';
import { fetchTransport } from '../support/fetchTransport';
import { buildOrder, freshId } from '../support/orderBuilder';

/** Processes that stand still in the middle and go on much later, and requests that meet every kind of fault. */
const options: SyncOrderOptions = { ...DEFAULT_CREATE_ORDER_OPTIONS, targetState: 'quotation', exclusive: true };

function connect(
  simulator: TrytonSimulator,
  wrap: (inner: Transport) => Transport = (inner) => inner,
  pace = 0.01,
): TrytonConnection {
  const { url, database } = simulator;
  const transport = wrap(fetchTransport({ url, database, user: 'connector', password: 'Conn3ctor-2026!' }));
  const sleep = (milliseconds: number) => new Promise<void>((resolve) => setTimeout(resolve, milliseconds * pace));
  return new TrytonConnection(transport, { sleep, random: Math.random, user: 'connector' }, 'tryton:simulator/erp');
}

/** Stops before the first request of one method until it is thawed. */
function freezing(method: string): {
  readonly wrap: (inner: Transport) => Transport;
  readonly frozen: Promise<void>;
  thaw(): void;
} {
  let reportFrozen = () => {};
  let thaw = () => {};
  const frozen = new Promise<void>((resolve) => (reportFrozen = resolve));
  const thawed = new Promise<void>((resolve) => (thaw = resolve));
  let isFirst = true;
  const wrap = (inner: Transport): Transport => ({
    async send(body) {
      if (isFirst && body.includes(`"model.${method}"`)) {
        isFirst = false;
        reportFrozen();
        await thawed;
      }
      return inner.send(body);
    },
  });
  return { wrap, frozen, thaw: () => thaw() };
}

function versions(): { readonly first: Order; readonly second: Order; readonly third: Order; readonly cancelled: Order } {
  const id = freshId();
  const build = (minute: number, quantity: string, net: string, status: Order['status'] = 'open') =>
    buildOrder({ id, lines: [{ sku: 'GLOVE-M-100', quantity, net }], updatedAt: `2026-11-20T10:0${minute}:00+08:00`, status });
  return {
    first: build(1, '7', '279.30'),
    second: build(2, '2', '80.00'),
    third: build(3, '3', '120.00'),
    cancelled: build(3, '2', '80.00', 'cancelled'),
  };
}

const salesOf = (simulator: TrytonSimulator, { id }: Order) =>
  simulator.listSales().filter(({ webId }) => webId?.endsWith(`/order/${id}`));

describe('a change that was frozen while a newer version was written', () => {
  let simulator: TrytonSimulator;
  beforeAll(async () => {
    simulator = await startTrytonSimulator();
  });
  afterAll(async () => simulator.close());

  const steps = ['party.party.search_read', 'sale.sale.draft', 'sale.sale.write', 'sale.sale.read', 'sale.sale.quote'];

  test.each(steps)('before %s does not overwrite the newer version', async (method) => {
    const { first, second, third } = versions();
    await connect(simulator).syncOrder(first, options);
    const { wrap, frozen, thaw } = freezing(method);
    const zombie = connect(simulator, wrap).syncOrder(second, options);
    await frozen;
    await connect(simulator).syncOrder(third, options);
    thaw();
    await zombie;
    expect(salesOf(simulator, first)).toMatchObject([{ state: 'quotation', lines: [{ quantity: 3 }], untaxedAmount: '120.00' }]);
    expect(await connect(simulator).syncOrder(second, options)).toMatchObject({ outcome: 'superseded' });
  });

  test.each(steps)('before %s does not revive a cancelled order', async (method) => {
    const { first, second, cancelled } = versions();
    await connect(simulator).syncOrder(first, options);
    const { wrap, frozen, thaw } = freezing(method);
    const zombie = connect(simulator, wrap).syncOrder(second, options);
    await frozen;
    await connect(simulator).syncOrder(cancelled, options);
    thaw();
    await zombie;
    expect(salesOf(simulator, first).map(({ state }) => state)).toEqual(['cancelled']);
  });

  test.each(['sale.sale.search_read', 'party.party.create', 'sale.sale.create', 'sale.sale.quote'])(
    'a creation that was frozen before %s leaves one order, the newer one',
    async (method) => {
      const { first, third } = versions();
      const { wrap, frozen, thaw } = freezing(method);
      const zombie = connect(simulator, wrap).syncOrder(first, options);
      await frozen;
      await connect(simulator).syncOrder(third, options);
      thaw();
      await zombie;
      expect(salesOf(simulator, first)).toMatchObject([{ state: 'quotation', lines: [{ quantity: 3 }] }]);
    },
  );
});

/** Sends an order until it is taken, as the hub would hand it out again. */
async function insist(simulator: TrytonSimulator, order: Order): Promise<void> {
  for (let delivery = 0; delivery < 20; delivery++) {
    const settled = await connect(simulator)
      .syncOrder(order, options)
      .then(
        ({ outcome }) => outcome,
        () => undefined,
      );
    if (settled !== undefined) return;
  }
  throw new Error(`order ${order.number} was never taken`);
}

test.each([1, 2])(
  'lost answers, late commits, refusals and a look-up that lags, seed %d: one order each, the latest version',
  async (seed) => {
    const faults = new FaultPlan({
      seed,
      lateCommitMs: [1, 20],
      rates: {
        timeoutBeforeCommit: 0.03,
        timeoutAfterCommit: 0.05,
        lateCommit: 0.03,
        error429: 0.02,
        error500BeforeCommit: 0.02,
        error500AfterCommit: 0.02,
        cutResponse: 0.02,
      },
    });
    const simulator = await startTrytonSimulator({ faults, lateLookupMs: 5 });
    try {
      const orders = Array.from({ length: 24 }, versions);
      await Promise.all(
        orders.map(async ({ first, second, third, cancelled }, place) => {
          const last = place % 4 === 0 ? cancelled : third;
          for (const order of place % 2 === 0 ? [first, second, last] : [second, first, last]) await insist(simulator, order);
        }),
      );
      for (const [place, { first }] of orders.entries()) {
        const expected =
          place % 4 === 0 ? { state: 'cancelled' } : { state: 'quotation', untaxedAmount: '120.00', lines: [{ quantity: 3 }] };
        expect(salesOf(simulator, first)).toMatchObject([expected]);
      }
      expect(simulator.witness.doubled()).toEqual([]);
    } finally {
      await simulator.close();
    }
  },
  60_000,
);
