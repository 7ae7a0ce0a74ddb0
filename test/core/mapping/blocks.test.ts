import { outputOf, problemsOf } from './support/map';

const shipment = {
  lines: [
    {
      sku: 'A',
      lots: [
        { lot: 'L1', qty: 2, serials: ['s1', 's2'] },
        { lot: 'L2', qty: 1, serials: [] },
      ],
    },
    { sku: 'B', lots: [{ lot: 'L1', qty: 5 }] },
    { sku: 'C' },
  ],
};

test('each through two lists flattens them, and ^ still reads the outer record', () => {
  const fields = {
    out: { each: 'lines[].lots', fields: { place: { from: '#1' }, sku: { from: '^.sku' }, lot: { from: 'lot' } } },
  };
  expect(outputOf(fields, shipment)).toEqual({
    out: [
      { place: 1, sku: 'A', lot: 'L1' },
      { place: 2, sku: 'A', lot: 'L2' },
      { place: 3, sku: 'B', lot: 'L1' },
    ],
  });
});

test('where with flatten looks at the innermost records', () => {
  const fields = {
    out: { each: 'lines[].lots', where: { compare: ['qty', '>', 1] as const }, value: { template: '{^.sku}-{lot}-{#}' } },
  };
  expect(outputOf(fields, shipment)).toEqual({ out: ['A-L1-0', 'B-L1-1'] });
});

test('three lists deep', () => {
  expect(outputOf({ out: { each: 'lines[].lots[].serials', value: { template: '{^^.sku}/{^.lot}/{.}' } } }, shipment)).toEqual({
    out: ['A/L1/s1', 'A/L1/s2'],
  });
});

test('groupBy collects flattened records into {first, items}, in the order of their first appearance', () => {
  const fields = {
    out: {
      each: 'lines[].lots',
      groupBy: ['lot'],
      fields: {
        lot: { from: 'first.lot' },
        total: { calc: ['sum', 'items[].qty'] as const },
        parts: { each: 'items', fields: { qty: { from: 'qty' } } },
        sku: { from: '^.sku' },
        number: { from: '#1' },
      },
    },
  };
  expect(outputOf(fields, shipment)).toEqual({
    out: [
      { lot: 'L1', total: '7', parts: [{ qty: 2 }, { qty: 5 }], sku: 'A', number: 1 },
      { lot: 'L2', total: '1', parts: [{ qty: 1 }], sku: 'A', number: 2 },
    ],
  });
});

test('where leaves records out before they are grouped', () => {
  const fields = {
    out: {
      each: 'lines[].lots',
      where: { compare: ['qty', '<', 5] as const },
      groupBy: ['lot'],
      value: { calc: ['count', 'items'] as const },
    },
  };
  expect(outputOf(fields, shipment)).toEqual({ out: ['1', '1'] });
});

test('missing keys form a group of their own, and text is not a number', () => {
  const rows = { rows: [{ k: 1 }, { k: '1' }, {}, { k: null }, { k: 1 }] };
  expect(outputOf({ out: { each: 'rows', groupBy: ['k'], value: { calc: ['count', 'items'] } } }, rows)).toEqual({
    out: ['2', '1', '2'],
  });
});

test('grouping by something that is no single value is a located problem', () => {
  expect(
    problemsOf({ out: { each: 'rows', groupBy: ['k'], value: { from: 'first.k' } } }, { rows: [{ k: 1 }, { k: [1] }] }),
  ).toEqual(['/rows/1/k → /out/0: records can be grouped by a single value, got a list of 1']);
});

test('a problem inside a group points to the group’s first record', () => {
  const fields = { out: { each: 'rows', groupBy: ['k'], fields: { v: { from: 'first.v', steps: ['integer' as const] } } } };
  expect(
    problemsOf(fields, {
      rows: [
        { k: 1, v: 1 },
        { k: 2, v: 'x' },
      ],
    }),
  ).toEqual(['/rows/1/v → /out/1/v: expected a whole number, got text of 1 character']);
});

test('values named under let are those of their record, also when the same scope serves the next one', () => {
  const fields = {
    out: { each: 'rows', let: { twice: { calc: ['multiply', 'v', 2] as const } }, fields: { v: { from: '%twice' } } },
  };
  expect(outputOf(fields, { rows: [{ v: 1 }, {}, { v: 3 }] })).toEqual({ out: [{ v: '2' }, {}, { v: '6' }] });
});

test('use takes a named block, own fields are laid over it, null takes one away', () => {
  const blocks = { address: { fields: { city: { from: 'city' }, zip: { from: 'zip' }, land: { from: 'land' } } } };
  const fields = { a: { object: 'x', use: 'address', fields: { city: { const: 'fixed' }, land: null } } };
  expect(outputOf(fields, { x: { city: 'c', zip: 'z', land: 'l' } }, { blocks })).toEqual({ a: { city: 'fixed', zip: 'z' } });
});

test('a list where an object is expected, and the other way round, is a located problem', () => {
  expect(
    problemsOf(
      { o: { object: 'x', fields: { a: { from: 'a' } } }, l: { each: 'y', value: { from: '.' } } },
      { x: [1], y: { a: 1 } },
    ),
  ).toEqual(['/x → /o: expected an object, got a list of 1', '/y → /l: expected a list, got an object']);
});

test('entries that are no objects have no fields; as values they are read with "."', () => {
  expect(
    outputOf(
      { f: { each: 'x', fields: { a: { from: 'length' } } }, v: { each: 'x', value: { from: '.' } } },
      { x: ['ab', 5, null] },
    ),
  ).toEqual({ f: [{}, {}, {}], v: ['ab', 5] });
});

test('concat joins lists, objects and values, and messages name the place in the joined list', () => {
  const fields = {
    out: {
      concat: [
        { each: 'x', fields: { n: { from: 'n', steps: ['integer' as const] } } },
        { when: { exists: 'one' } as const, fields: { n: { from: 'one', steps: ['integer' as const] } } },
        { from: 'absent' },
        { each: 'y', fields: { n: { from: 'n', steps: ['integer' as const] } } },
      ],
    },
  };
  expect(outputOf(fields, { x: [{ n: 1 }, { n: 2 }], one: 3, y: [{ n: 4 }] })).toEqual({
    out: [{ n: 1 }, { n: 2 }, { n: 3 }, { n: 4 }],
  });
  expect(problemsOf(fields, { x: [{ n: 1 }], one: 'a', y: [{ n: 'b' }] })).toEqual([
    '/one → /out/1/n: expected a whole number, got text of 1 character',
    '/y/0/n → /out/1/n: expected a whole number, got text of 1 character',
  ]);
});

test('cases take the first that holds, and none leaves the field out', () => {
  const rule = {
    cases: [
      { when: { equals: ['k', 1] as const }, const: 'one' },
      { when: { equals: ['k', 2] as const }, const: 'two' },
    ],
  };
  expect([1, 2, 3].map((k) => outputOf({ o: rule }, { k }))).toEqual([{ o: 'one' }, { o: 'two' }, {}]);
});

test('cases may mix decimals and text; decimals are printed as their own steps say', () => {
  const rule = {
    cases: [
      { when: { exists: 'd' } as const, from: 'd', steps: [{ decimal: { scale: 2 } }] },
      { else: true, const: 'none' },
    ],
  };
  expect([outputOf({ o: rule }, { d: 1 }), outputOf({ o: rule }, {})]).toEqual([{ o: '1.00' }, { o: 'none' }]);
});
