import { startTrytonSimulator } from '../../../../sandbox/src/tryton';
import { DEFAULT_CREATE_ORDER_OPTIONS } from '../../../../nodes/Erp/contract';
import type { Transport } from '../../../../nodes/Erp/systems/tryton/client';
import { TrytonConnection } from '../../../../nodes/Erp/systems/tryton/connection';
import { fetchTransport } from '../support/fetchTransport';
import { buildOrder } from '../support/orderBuilder';

/** A database without the module web_shop knows no field web_id: Python answers with a KeyError, as the real server does. */
function withoutWebShop(inner: Transport): Transport {
  return {
    async send(body) {
      if (!body.includes('"web_id"')) return inner.send(body);
      return { kind: 'answer', status: 200, body: JSON.stringify({ id: 1, error: ["'web_id'", ''] }) };
    },
  };
}

describe('a Tryton without the module web_shop', () => {
  let simulator: Awaited<ReturnType<typeof startTrytonSimulator>>;
  beforeAll(async () => {
    simulator = await startTrytonSimulator();
  });
  afterAll(async () => simulator.close());

  const connect = () =>
    new TrytonConnection(
      withoutWebShop(
        fetchTransport({ url: simulator.url, database: simulator.database, user: 'connector', password: 'Conn3ctor-2026!' }),
      ),
      {
        sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds / 100)),
        random: Math.random,
        user: 'connector',
      },
      'tryton:simulator/erp',
    );
  const order = () => buildOrder({ lines: [{ sku: 'GLOVE-M-100', quantity: '7', net: '279.30' }] });

  test('an order is found by reference and party the second time, and the output says what is not enforced', async () => {
    const document = order();
    const first = await connect().createOrder(document, DEFAULT_CREATE_ORDER_OPTIONS);
    const second = await connect().createOrder(document, DEFAULT_CREATE_ORDER_OPTIONS);
    expect([first.outcome, second.outcome]).toEqual(['created', 'existing']);
    expect(first.warnings).toEqual([expect.stringContaining('web_shop')]);
  });

  test('of parallel orders the oldest stays', async () => {
    const document = order();
    const results = await Promise.all(
      Array.from({ length: 10 }, () => connect().createOrder(document, DEFAULT_CREATE_ORDER_OPTIONS)),
    );
    const ids = new Set(results.map((result) => ('id' in result ? result.id : 'none')));
    expect(ids.size).toBe(1);
    expect(await connect().findOrders({ reference: document.number })).toHaveLength(1);
  });

  test('a key finds nothing where no key is kept', async () => {
    expect(await connect().findOrders({ key: 'shopify/x/order/1' })).toEqual([]);
  });
});
