import { ManualClock } from '../../src/clock';
import { startTrytonSimulator, type TrytonSimulator } from '../../src/tryton';
import { decimal, saleValues, TestClient } from './client';

let simulator: TrytonSimulator;
let client: TestClient;

beforeEach(async () => {
  simulator = await startTrytonSimulator();
  client = await TestClient.login(simulator);
});

afterEach(() => simulator.close());

test('of many parallel creates with one web id exactly one succeeds', async () => {
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => client.call('sale.sale.create', [saleValues({ web_id: 'RACE' })])),
  );
  expect(answers.filter(({ error }) => error === undefined)).toHaveLength(1);
  expect(simulator.witness.effects('sale.sale/web_id/RACE')).toBe(1);
});

test('a refused create leaves nothing behind, not even its lines or a used-up id', async () => {
  const bad = { type: 'line', product: 2, quantity: 1, unit: 1, unit_price: decimal('1.00001') };
  const good = { ...bad, unit_price: decimal('1') };
  const { error } = await client.call('sale.sale.create', [saleValues({ lines: [['create', [good, bad]]] })]);
  expect(error?.[0]).toBe('UserError');
  expect(simulator.state.rows('sale.sale')).toHaveLength(0);
  expect(simulator.state.rows('sale.line')).toHaveLength(0);
  expect(await client.createSale()).toBe(1);
});

test('a button on a sale in the wrong state answers null and changes nothing', async () => {
  const id = await client.createSale();
  const { error, result } = await client.call('sale.sale.confirm', [id]);
  expect({ error, result }).toEqual({ error: undefined, result: null });
  expect(await client.readSale(id, 'state', 'write_date')).toMatchObject({ state: 'draft', write_date: null });
});

test('confirming takes a quotation to processing with one shipment and one draft invoice of the same amounts', async () => {
  const id = await client.createSale({ web_id: 'SHOP-1' });
  await client.call('sale.sale.quote', [id]);
  await client.call('sale.sale.confirm', [id]);
  expect(simulator.listSales()).toEqual([
    {
      id,
      number: '1',
      state: 'processing',
      webId: 'SHOP-1',
      reference: null,
      party: 'CUST-001',
      currency: 'CNY',
      lines: [
        { product: 'GLOVE-M-100', description: null, quantity: 3, unitPrice: '39.9000', amount: '119.70', taxes: ['VAT 13%'] },
      ],
      untaxedAmount: '119.70',
      taxAmount: '15.56',
      totalAmount: '135.26',
      shipments: 1,
      invoices: 1,
    },
  ]);
  const invoice = await client.call('account.invoice.read', [1], ['state', 'total_amount']);
  expect(invoice.result).toEqual([{ id: 1, state: 'draft', total_amount: decimal('135.26') }]);
});

test('two confirmations at the same time make two invoices, as on the real system with SQLite', async () => {
  const id = await client.createSale();
  await client.call('sale.sale.quote', [id]);
  await Promise.all([client.call('sale.sale.confirm', [id]), client.call('sale.sale.confirm', [id])]);
  expect(simulator.listSales()[0]).toMatchObject({ state: 'processing', invoices: 2, shipments: 1 });
});

test('two confirmations one after the other make one invoice', async () => {
  const id = await client.createSale();
  await client.call('sale.sale.quote', [id]);
  await client.call('sale.sale.confirm', [id]);
  await client.call('sale.sale.confirm', [id]);
  expect(simulator.listSales()[0]).toMatchObject({ invoices: 1, shipments: 1 });
});

test.each([
  ['line', '0.03'],
  ['document', '0.02'],
])('three lines of 0.05 with tax rounding per %s have %s tax', async (rounding, tax) => {
  simulator.state.change('account.configuration', 1, { tax_rounding: rounding });
  const line = { type: 'line', product: 2, quantity: 1, unit: 1, unit_price: decimal('0.05'), taxes: [['add', [1]]] };
  const id = await client.createSale({ lines: [['create', [line, line, line]]] });
  expect((await client.readSale(id, 'tax_amount')).tax_amount).toEqual(decimal(tax));
});

test('the sale date is that of the company, which is tomorrow late in the European day', async () => {
  const late = await startTrytonSimulator({ clock: new ManualClock('2026-11-22T18:00:00Z') });
  const other = await TestClient.login(late);
  const id = await other.createSale();
  await other.call('sale.sale.quote', [id]);
  await other.call('sale.sale.confirm', [id]);
  expect((await other.readSale(id, 'sale_date')).sale_date).toEqual({ __class__: 'date', year: 2026, month: 11, day: 23 });
  await late.close();
});

test('a stale timestamp is detected a second later, and overlooked within the same second', async () => {
  const clock = new ManualClock('2026-11-22T10:00:00.100Z');
  const timed = await startTrytonSimulator({ clock });
  const other = await TestClient.login(timed);
  const id = await other.createSale();
  const { _timestamp } = await other.readSale(id, '_timestamp');
  const write = (comment: string) => {
    const context = { ...other.context, _timestamp: { [`sale.sale,${id}`]: _timestamp } };
    return other.rpc('model.sale.sale.write', [[id], { comment }, context]);
  };
  expect((await write('first')).error).toBeUndefined();
  expect((await write('same second')).error).toBeUndefined();
  await clock.advance(1_000);
  await other.call('sale.sale.write', [id], { comment: 'somebody else' });
  expect((await write('stale')).error).toEqual(['ConcurrencyException', 'Records were modified in the meanwhile']);
  await timed.close();
});
