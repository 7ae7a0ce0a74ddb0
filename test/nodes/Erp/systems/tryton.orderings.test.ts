import type { Order } from '../../../../core/documents';
import type { SyncOrderOptions } from '../../../../nodes/Erp/contract';
import { DEFAULT_CREATE_ORDER_OPTIONS } from '../../../../nodes/Erp/contract';
import { TrytonConnection } from '../../../../nodes/Erp/systems/tryton/connection';
import type { SaleView, TrytonSimulator } from '../../../../sandbox/src/tryton';
import { startTrytonSimulator } from '../../../../sandbox/src/tryton';
import { fetchTransport } from '../support/fetchTransport';
import type { OrderSpec } from '../support/orderBuilder';
import { buildAddress, buildOrder, freshId } from '../support/orderBuilder';

/**
 * Every order in which the events of one order can arrive, each event once and with repeats, ends the same. Nothing but the ERP
 * remembers anything: no hub, and a new connection for each delivery.
 */
let simulator: TrytonSimulator;
beforeAll(async () => {
  simulator = await startTrytonSimulator({});
  simulator.knobs.overlapMs = 0;
});
afterAll(async () => simulator.close());

const connect = () =>
  new TrytonConnection(
    fetchTransport({ url: simulator.url, database: simulator.database, user: 'connector', password: 'Conn3ctor-2026!' }),
    {
      sleep: (milliseconds) => new Promise((resolve) => setTimeout(resolve, milliseconds / 1000)),
      random: Math.random,
      user: 'connector',
    },
    'tryton:simulator/erp',
  );

type Event = 'create' | 'edit' | 'edit2' | 'cancel';

/** The documents that the events of one order carry: each one the whole order as it was at that moment. */
function documents(): Readonly<Record<Event, Order>> {
  const id = freshId();
  const build = (minute: number, quantity: string, net: string, changes: Partial<OrderSpec> = {}) =>
    buildOrder({
      id,
      lines: [{ sku: 'GLOVE-M-100', quantity, net }],
      updatedAt: `2026-11-20T10:0${minute}:00+08:00`,
      ...changes,
    });
  return {
    create: build(1, '7', '279.30', { note: 'first' }),
    edit: build(2, '2', '80.00', { note: 'second' }),
    edit2: build(3, '3', '120.00', { shipTo: buildAddress({ city: 'Wuxi' }) }),
    cancel: build(4, '3', '120.00', { shipTo: buildAddress({ city: 'Wuxi' }), status: 'cancelled' }),
  };
}

function permutations<Item>(items: readonly Item[]): readonly (readonly Item[])[] {
  if (items.length <= 1) return [items];
  return items.flatMap((item, place) => permutations(items.toSpliced(place, 1)).map((rest) => [item, ...rest]));
}

function distinct(orderings: readonly (readonly Event[])[]): readonly (readonly Event[])[] {
  return [...new Map(orderings.map((ordering) => [ordering.join(' '), ordering])).values()];
}

/** What stands in the ERP for an order, without what differs from order to order. */
function endState({ create }: Readonly<Record<Event, Order>>): unknown {
  const sales = simulator.listSales().filter(({ webId }) => webId?.endsWith(`/order/${create.id}`));
  const open = sales.filter(({ state }) => state !== 'cancelled');
  if (open.length === 0) return { standing: 0, sales: Math.min(sales.length, 1) === sales.length };
  return { standing: open.length, sales: open.map(shown) };
}

function shown({ id, state, lines, untaxedAmount, taxAmount, totalAmount }: SaleView): unknown {
  const row = simulator.state.row('sale.sale', id);
  const address = simulator.state.row('party.address', Number(row?.shipment_address));
  const products = lines.map(({ product, quantity, unitPrice, amount, taxes }) => ({
    product,
    quantity,
    unitPrice,
    amount,
    taxes,
  }));
  return { state, lines: products, untaxedAmount, taxAmount, totalAmount, comment: row?.comment ?? null, city: address?.city };
}

async function play(
  ordering: readonly Event[],
  changes: Partial<SyncOrderOptions>,
): Promise<{ readonly end: unknown; readonly late: boolean }> {
  const orders = documents();
  const options = { ...DEFAULT_CREATE_ORDER_OPTIONS, targetState: 'quotation' as const, ...changes };
  let late = false;
  for (const event of ordering) late = (await connect().syncOrder(orders[event], options)).outcome === 'tooLate' || late;
  return { end: endState(orders), late };
}

const edits: readonly Event[] = ['create', 'edit', 'edit2'];
const all: readonly Event[] = [...edits, 'cancel'];

test.each([
  ['three versions', distinct(permutations(edits))],
  ['three versions, each delivered twice', distinct(permutations([...edits, ...edits]))],
])(
  '%s end as the newest one in every order of arrival',
  async (_, orderings) => {
    const ends = new Set<string>();
    for (const ordering of orderings) ends.add(JSON.stringify((await play(ordering, {})).end));
    expect([...ends].map((end) => JSON.parse(end) as unknown)).toEqual([
      {
        standing: 1,
        sales: [
          {
            state: 'quotation',
            lines: [
              {
                product: 'GLOVE-M-100',
                quantity: 3,
                unitPrice: '40.0000',
                amount: '120.00',
                taxes: [expect.any(String) as string],
              },
            ],
            untaxedAmount: '120.00',
            taxAmount: '15.60',
            totalAmount: '135.60',
            comment: null,
            city: 'Wuxi',
          },
        ],
      },
    ]);
  },
  120_000,
);

test.each([
  ['an order that was edited twice and cancelled', distinct(permutations(all))],
  [
    'an order that was edited and cancelled, each event delivered twice',
    distinct(permutations(['create', 'edit', 'cancel', 'create', 'edit', 'cancel'])),
  ],
])(
  '%s ends with nothing standing in every order of arrival',
  async (_, orderings) => {
    for (const ordering of orderings)
      expect([ordering, (await play(ordering, { unknownCancelled: 'record' })).end]).toEqual([
        ordering,
        { standing: 0, sales: true },
      ]);
  },
  120_000,
);

test('without a record of early cancellations, the next look at the order takes back what a late creation left', async () => {
  for (const ordering of distinct(permutations(all))) {
    const { end } = await play([...ordering, 'cancel'], {});
    expect([ordering, end]).toEqual([ordering, { standing: 0, sales: true }]);
  }
}, 120_000);

test('with confirmed orders every order of arrival ends as the newest version, or as a first one with the rest reported as too late', async () => {
  for (const ordering of distinct(permutations(all))) {
    const { end, late } = await play(ordering, { targetState: 'confirmed', unknownCancelled: 'record' });
    const [first] = ordering;
    if (first === 'cancel') expect([ordering, end, late]).toEqual([ordering, { standing: 0, sales: true }, false]);
    else expect([ordering, late, (end as { standing: number }).standing]).toEqual([ordering, true, 1]);
  }
}, 120_000);

test('versions that arrive side by side end as the newest one', async () => {
  for (let run = 0; run < 10; run++) {
    const orders = documents();
    const options = { ...DEFAULT_CREATE_ORDER_OPTIONS, targetState: 'quotation' as const };
    await Promise.all([...edits, ...edits].map((event) => connect().syncOrder(orders[event], options)));
    expect(endState(orders)).toMatchObject({ standing: 1, sales: [{ state: 'quotation', totalAmount: '135.60', city: 'Wuxi' }] });
  }
}, 120_000);
