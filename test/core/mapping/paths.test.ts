import { outputOf, problemsOf } from './support/map';

const input = {
  name: 'A',
  nested: { inner: { value: 7 } },
  list: [
    { x: 1, parts: [{ n: 'a' }, { n: 'b' }] },
    { x: 2, parts: [{ n: 'c' }] },
  ],
  'odd name/1': 'quoted',
  nothing: null,
  text: 'abc',
};

test.each([
  ['name', 'A'],
  ['nested.inner.value', 7],
  ['list[1].x', 2],
  ['$.nested.inner.value', 7],
  ['["odd name/1"]', 'quoted'],
  ['.', input],
])('the path %s reads its value', (path, expected) => {
  expect(outputOf({ out: { from: path } }, input)).toEqual({ out: expected });
});

test.each(['absent', 'nothing', 'nested.absent.value', 'list[9].x', 'text.length', 'list.length', 'name[0]', 'nothing.x'])(
  'the path %s finds nothing, and writes nothing',
  (path) => {
    expect(outputOf({ out: { from: path } }, input)).toEqual({});
  },
);

test('^ reads the enclosing record, # the place among the records let through, #1 the same from one', () => {
  const fields = {
    out: {
      each: 'list',
      where: { compare: ['x', '>', 1] as const },
      fields: {
        place: { from: '#' },
        number: { from: '#1' },
        name: { from: '^.name' },
        root: { from: '$.name' },
        parts: { each: 'parts', fields: { x: { from: '^.x' }, outer: { from: '^^.name' } } },
      },
    },
  };
  expect(outputOf(fields, input)).toEqual({
    out: [{ place: 0, number: 1, name: 'A', root: 'A', parts: [{ x: 2, outer: 'A' }] }],
  });
});

test('a list of shares is read at the place of the record', () => {
  const fields = {
    out: {
      each: 'list',
      fields: { share: { from: '%shares[#]' }, parts: { each: 'parts', fields: { share: { from: '%shares[^#]' } } } },
    },
  };
  const shares = { allocate: { amount: { value: '1.00' }, over: 'list', by: 'x', scale: 2 } };
  expect(outputOf(fields, input, { let: { shares } })).toEqual({
    out: [
      { share: '0.33', parts: [{ share: '0.33' }, { share: '0.33' }] },
      { share: '0.67', parts: [{ share: '0.67' }] },
    ],
  });
});

test('= reads the output so far, @ the context, % what was named before', () => {
  const rest = { context: { shop: { default: 's1' } }, let: { twice: { calc: ['multiply', 'nested.inner.value', 2] as const } } };
  expect(outputOf({ a: { from: '%twice' }, b: { from: '=a' }, c: { from: '@shop' } }, input, rest)).toEqual({
    a: '14',
    b: '14',
    c: 's1',
  });
});

test('a message points to the record in the input and in the output, also through where, flatten and $', () => {
  const each = {
    out: {
      each: 'list[].parts',
      where: { not: { equals: ['n', 'a'] as const } },
      fields: { n: { from: 'n', steps: ['integer' as const] } },
    },
  };
  const message = 'expected a whole number, got text of 1 character';
  expect(problemsOf(each, input)).toEqual([
    `/list/0/parts/1/n → /out/0/n: ${message}`,
    `/list/1/parts/0/n → /out/1/n: ${message}`,
  ]);
  const up = {
    out: { each: 'list', fields: { o: { object: '^.nested', fields: { v: { from: 'inner', steps: ['integer' as const] } } } } },
  };
  expect(problemsOf(up, input)[0]).toBe('/nested/inner → /out/0/o/v: expected a whole number, got an object');
  const root = {
    out: { each: 'list', fields: { o: { object: '$.nested', fields: { v: { from: 'inner', steps: ['integer' as const] } } } } },
  };
  expect(problemsOf(root, input)[0]).toBe('/nested/inner → /out/0/o/v: expected a whole number, got an object');
});

test('odd names are escaped in pointers', () => {
  expect(problemsOf({ 'a/b': { from: '["odd name/1"]', steps: ['integer'] } }, input)).toEqual([
    '/odd name~11 → /a~1b: expected a whole number, got text of 6 characters',
  ]);
});
