import fc from 'fast-check';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { CompiledMapping, Fields, Mapping, Rule } from '../../../core/mapping';
import { compileMapping, compileShipped, invertMapping } from '../../../core/mapping';
import { mappingOf } from './support/map';

const tables = {
  status: { paid: 'P', open: 'O', void: 3 },
  twice: { a: 'x', b: 'x' },
  unit: { EA: 1, BOX: 10, CTN: '144' },
  noBase: { BOX: 10 },
};

describe('what may be marked invertible is checked when the mapping is compiled', () => {
  const compile = (fields: Fields): CompiledMapping => compileMapping(mappingOf(fields, { tables }));

  test.each<[string, Rule]>([
    ['a plain field', { from: 'a' }],
    ['a field of the whole input', { from: '$.a.b' }],
    ['normalising steps', { from: 'a', steps: ['trim', { clean: 'line' }, 'upper', { maxLength: 5 }] }],
    ['a decimal with a scale', { from: 'a', steps: [{ decimal: { scale: 2 } }] }],
    ['prefix and suffix', { from: 'a', steps: [{ prefix: 'x' }, { suffix: 'y' }] }],
    ['a one-to-one table', { from: 'a', steps: [{ lookup: { table: 'status', onMiss: 'error' } }] }],
    ['a conversion from a fixed unit', { from: 'a', steps: [{ convert: { table: 'unit', from: { unit: 'BOX' } } }] }],
    ['a date with its offset', { from: 'a', steps: [{ dateTime: {} }] }],
  ])('%s', (_, rule) => {
    expect(() => compile({ o: { ...rule, invertible: true } })).not.toThrow();
  });

  test.each<[string, Rule, RegExp]>([
    ['several paths', { from: ['a', 'b'] }, /one single field/],
    ['a constant', { const: 1 }, /one single field/],
    ['a value from outside', { from: '.' }, /not a plain field/],
    ['an entry of a list', { from: 'a[0]' }, /not a plain field/],
    ['a default', { from: 'a', default: 'x' }, /default/],
    ['a condition', { from: 'a', when: { exists: 'b' } }, /condition/],
    ['truncating', { from: 'a', steps: [{ truncate: 3 }] }, /"truncate" cannot be undone/],
    ['cutting', { from: 'a', steps: [{ after: '/' }] }, /"after" cannot be undone/],
    ['rounding', { from: 'a', steps: [{ decimal: { scale: 2, rounding: 'halfUp' } }] }, /rounding/],
    [
      'a table with the same value twice',
      { from: 'a', steps: [{ lookup: { table: 'twice', onMiss: 'error' } }] },
      /same value for two/,
    ],
    [
      'a table that lets misses pass',
      { from: 'a', steps: [{ lookup: { table: 'status', onMiss: 'keep' } }] },
      /a miss is an error/,
    ],
    [
      'a conversion without base unit',
      { from: 'a', steps: [{ convert: { table: 'noBase', from: { unit: 'BOX' } } }] },
      /no base unit/,
    ],
    ['a conversion whose unit goes nowhere', { from: 'a', steps: [{ convert: { table: 'unit', from: 'u' } }] }, /the unit "u"/],
    ['a date in another zone', { from: 'a', steps: [{ dateTime: { to: 'UTC' } }] }, /offset/],
  ])('%s cannot', (_, rule, reason) => {
    expect(() => compile({ o: { ...rule, invertible: true } })).toThrow(reason);
  });

  test('a rule inside a list that leaves records out cannot', () => {
    const inner: Fields = { s: { from: 's', invertible: true } };
    expect(() => compile({ l: { each: 'x', fields: inner } })).not.toThrow();
    expect(() => compile({ l: { each: 'x', where: { exists: 's' }, fields: inner } })).toThrow(/cannot be run backwards/);
    expect(() => compile({ l: { cases: [{ else: true, each: 'x', fields: inner }] } })).toThrow(/cannot be run backwards/);
  });
});

describe('round trip', () => {
  const text = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9 ]{0,8}[A-Za-z0-9]$/).map((value) => value.replace(/ +/g, ' '));
  const mapping: Mapping = mappingOf(
    {
      number: { from: 'no', steps: [{ prefix: 'SO-' }], invertible: true },
      'totals.net': { from: 'net', steps: [{ decimal: { scale: 2 } }], invertible: true },
      status: { from: 'state', steps: [{ lookup: { table: 'status', onMiss: 'error' } }, { suffix: '!' }], invertible: true },
      oneWay: { join: { paths: ['no', 'state'], with: ' ' } },
      buyer: {
        object: 'customer.person',
        fields: { name: { from: 'n', steps: [{ clean: 'line' }], personal: true, invertible: true }, nick: { from: ['k', 'n'] } },
      },
      flat: { fields: { memo: { from: 'memo', steps: ['trim'], invertible: true } } },
      rows: {
        each: 'items',
        fields: {
          unit: { from: 'uom', steps: ['text'], invertible: true },
          baseQuantity: { from: 'qty', steps: [{ convert: { table: 'unit', from: 'uom' } }], invertible: true },
          taxable: { from: 'taxable', steps: ['boolean'], invertible: true },
        },
      },
    },
    { tables },
  );
  const record = fc.record({
    no: text,
    net: fc.integer({ min: -1e9, max: 1e9 }).map((units) => (units / 100).toFixed(2)),
    state: fc.constantFrom('paid', 'open', 'void'),
    memo: text,
    customer: fc.record({ person: fc.record({ n: text }) }),
    items: fc.array(
      fc.record({
        uom: fc.constantFrom('EA', 'BOX', 'CTN'),
        qty: fc.integer({ min: 1, max: 1e6 }).map(String),
        taxable: fc.boolean(),
      }),
      { maxLength: 5 },
    ),
  });

  test('what the marked rules made of a record in normal form comes back exactly', () => {
    const forth = compileMapping(mapping);
    const { mapping: reverse, inverted, oneWay } = invertMapping(forth.mapping);
    const back = compileMapping(reverse);
    expect(inverted).toEqual([
      'number',
      'totals.net',
      'status',
      'buyer.name',
      'flat.memo',
      'rows[].unit',
      'rows[].baseQuantity',
      'rows[].taxable',
    ]);
    expect(oneWay).toEqual(['oneWay', 'buyer.nick']);
    fc.assert(
      fc.property(record, (input) => {
        const { output } = forth.apply(input);
        const { output: restored, issues } = back.apply(output);
        expect(issues).toEqual([]);
        expect(restored).toEqual(input);
      }),
      { numRuns: 500, seed: 7 },
    );
  });

  test('the shipped order mapping: going back and forth again changes no marked field', () => {
    const forth = compileShipped('shopify/order.in') as CompiledMapping;
    const { mapping: reverse, inverted } = invertMapping(forth.mapping);
    const back = compileMapping(reverse);
    expect(inverted).toEqual(
      expect.arrayContaining(['cancelledAt', 'channel', 'customerReference', 'billTo.city', 'shipTo.postalCode']),
    );
    const order = JSON.parse(
      readFileSync(path.join(__dirname, '../../fixtures/shopify/orders/standard.input.json'), 'utf8'),
    ) as Record<string, unknown>;
    const address = fc.record({
      company: text,
      city: text,
      province: text,
      zip: text,
      phone: text,
      country_code: fc.constantFrom('cn', 'DE ', 'US'),
    });
    fc.assert(
      fc.property(address, address, text, (billing, shipping, channel) => {
        const input = {
          ...order,
          billing_address: billing,
          shipping_address: shipping,
          source_name: channel,
          po_number: channel,
          cancelled_at: '2026-11-03T09:00:00+08:00',
        };
        const { output, issues } = forth.apply(input);
        expect(issues).toEqual([]);
        const restored = back.apply(output).output as Record<string, unknown>;
        expect(restored).toMatchObject({
          source_name: channel,
          cancelled_at: input.cancelled_at,
          billing_address: { city: billing.city, zip: billing.zip },
        });
        const again = forth.apply({ ...input, ...restored }).output;
        expect(again).toEqual(output);
      }),
      { numRuns: 200, seed: 7 },
    );
  });
});
