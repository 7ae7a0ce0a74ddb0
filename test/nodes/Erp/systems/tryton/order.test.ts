import { settle } from '../../../../../nodes/Erp/shared/settle';
import { multiLine, singleLine } from '../../../../../nodes/Erp/shared/text';
import { Sales } from '../../../../../nodes/Erp/systems/tryton/order';
import { saleDate } from '../../../../../nodes/Erp/systems/tryton/order/saleDate';
import { saleReference } from '../../../../../nodes/Erp/systems/tryton/order/saleValues';
import { Problems } from '../../../../../nodes/Erp/systems/tryton/order/problems';
import { gtinSpellings } from '../../../../../nodes/Erp/systems/tryton/product';
import { buildOrder } from '../../support/orderBuilder';
import { error, result, scripted } from './scripted';

describe('the business date of an order', () => {
  const order = (orderedAt: string) => buildOrder({ lines: [{ net: '1.00' }], orderedAt, orderDate: '2026-10-31' });

  test.each([
    ['2026-10-31T18:00:00Z', 'Asia/Shanghai', '2026-11-01'],
    ['2026-10-31T23:30:00-08:00', 'Asia/Shanghai', '2026-11-01'],
    ['2026-11-01T00:30:00+08:00', 'America/New_York', '2026-10-31'],
    ['2026-10-25T00:30:00+02:00', 'Europe/Berlin', '2026-10-25'],
    ['2026-10-31T18:00:00Z', undefined, '2026-10-31'],
    ['2026-10-31T18:00:00Z', 'Not/AZone', '2026-10-31'],
  ])('%s is in %s the %s', (orderedAt, zone, date) => {
    expect(saleDate(order(orderedAt), zone)).toBe(date);
  });
});

test('the reference is the buyer’s order number, else the channel’s, in one line', () => {
  const order = buildOrder({ lines: [{ net: '1.00' }], number: '#1001', customerReference: ' PO\t7\n' });
  expect(saleReference(order)).toBe('PO 7');
  expect(saleReference({ ...order, customerReference: undefined })).toBe('#1001');
});

test('half a surrogate pair, which no database stores, is replaced; whole pairs stay', () => {
  expect(singleLine('a\ud800b 😀\u0085c')).toBe('a\ufffdb 😀 c');
  expect(multiLine('a\r\nb\rc\u2028d\u0000\t😀')).toBe('a\nb\nc\nd 😀');
});

test('a GTIN is looked for in every length it can be written in', () => {
  expect(gtinSpellings('06901234567892')).toEqual(['6901234567892', '06901234567892']);
  expect(gtinSpellings('96385074')).toEqual(['96385074', '000096385074', '0000096385074', '00000096385074']);
});

test('a long list of problems is cut, and says so', () => {
  const problems = new Problems();
  for (let place = 0; place < 25; place++) problems.add(`SKU S${place} not found`);
  problems.add('SKU S0 not found');
  expect(() => problems.throwIfAny('#1')).toThrow(/S19 not found and 5 more$/);
});

describe('finding the sale of an order', () => {
  const identity = { key: 'shopify/a/order/1', reference: '#1', partyCodes: ['P-1'] };

  test('goes by the unique key', async () => {
    const { client, sent } = scripted([result([])]);
    const sales = new Sales(client);
    expect(await sales.find(identity)).toBeUndefined();
    expect(sent[0]?.params[0]).toEqual([['web_id', '=', 'shopify/a/order/1']]);
    expect(sales.keyed).toBe(true);
  });

  test('falls back to reference and party where the database has no such field, and remembers it', async () => {
    const { client, sent } = scripted([error("'web_id'", ''), result([]), result([])]);
    const sales = new Sales(client);
    await sales.find(identity);
    await sales.find(identity);
    expect(sales.keyed).toBe(false);
    expect(sent.slice(1).map(({ params }) => params[0])).toEqual(
      Array.from({ length: 2 }, () => [
        ['reference', '=', '#1'],
        ['party.code', 'in', ['P-1']],
        ['state', '!=', 'cancelled'],
      ]),
    );
  });

  test('any other refusal is passed on', async () => {
    const { client } = scripted(() => error('UserError', ['You are not allowed to access "Sale".', '', null]));
    const settled = await settle(new Sales(client).find(identity));
    expect(settled).toMatchObject({ ok: false, error: { recovery: 'NeedsHuman' } });
  });
});
