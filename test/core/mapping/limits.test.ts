import { compileMapping } from '../../../core/mapping';
import { map, mappingOf, outputOf, problemsOf } from './support/map';

test('a list longer than the limit is refused where it stands', () => {
  const rest = { limits: { maxItems: 2 } };
  expect(outputOf({ o: { each: 'x', value: { from: '.' } } }, { x: [1, 2] }, rest)).toEqual({ o: [1, 2] });
  for (const fields of [
    { o: { each: 'x', value: { from: '.' } } },
    { o: { calc: ['sum', 'x[]'] as const } },
    { o: { is: { some: { each: 'x', where: { equals: ['.', 9] as const } } } } },
  ]) {
    expect(problemsOf(fields, { x: [1, 2, 3] }, rest)[0]).toBe('/x → /o: the list has 3 entries; the limit is 2');
  }
});

test('a flattened or joined result longer than the limit is refused as well', () => {
  const rest = { limits: { maxItems: 2 } };
  const input = { x: [{ y: [1, 2] }, { y: [3] }], a: [1, 2], b: [3] };
  expect(problemsOf({ o: { each: 'x[].y', value: { from: '.' } } }, input, rest)[0]).toMatch(/more than 2 entries/);
  expect(problemsOf({ o: { concat: [{ from: 'a' }, { from: 'b' }] } }, input, rest)[0]).toMatch(
    /the list has 3 entries; the limit is 2/,
  );
  expect(problemsOf({ o: { from: 't', steps: [{ split: ',' }] } }, { t: '1,2,3' }, rest)[0]).toMatch(/more than 2 parts/);
});

test('text longer than the limit is refused, with steps and without', () => {
  const rest = { limits: { maxTextLength: 3 } };
  expect(problemsOf({ o: { from: 't', steps: ['trim'] } }, { t: 'abcd' }, rest)).toEqual([
    '/t → /o: the text has 4 characters; the limit is 3',
  ]);
  expect(problemsOf({ o: { from: 't' } }, { t: 'abcd' }, rest)).toEqual([
    ' → /o: the value (text of 4 characters) is longer than the limit of 3 characters',
  ]);
  expect(problemsOf({ 'o.p': { join: { paths: ['a', 'b'], with: '' } } }, { a: 'ab', b: 'cd' }, rest)).toHaveLength(1);
});

test('lists inside lists that multiply beyond the limit stop the record, not the process', () => {
  const list = Array.from({ length: 1000 }, () => ({ v: 1 }));
  const fields = { o: { calc: ['sum', { each: 'x', of: ['sum', '$.x[].v'] as const }] as const } };
  expect(problemsOf(fields, { x: list }, { limits: { maxVisits: 50_000 } })[0]).toMatch(/more entries to look at than the limit/);
  expect(
    problemsOf(
      { o: { calc: ['sum', 'x[].y[].v'] } },
      { x: list.map(() => ({ y: list.slice(0, 100) })) },
      { limits: { maxVisits: 50_000 } },
    )[0],
  ).toMatch(/limit "maxVisits"/);
});

test('no more issues than the limit are reported', () => {
  const { issues } = map(
    { o: { each: 'x', value: { from: '.', steps: ['integer'] } } },
    { x: Array(500).fill('a') },
    { limits: { maxIssues: 7 } },
  );
  expect(issues).toHaveLength(7);
});

test('the same message about the same place is reported once, by the rule that writes', () => {
  const { issues } = map(
    { o: { from: 'v', steps: ['decimal'] } },
    { v: 'x' },
    { let: { a: { calc: ['add', 'v', 1] }, b: { calc: ['add', 'v', 2] } } },
  );
  expect(issues).toEqual([
    { rule: 'test#o', source: '/v', target: '/o', message: 'expected a decimal number, got text of 1 character' },
  ]);
});

test('a value named under let that failed is not reported again by those who read it', () => {
  const fields = {
    a: { from: '%bad', required: true },
    b: { template: 'x{%bad}' },
    c: { join: { paths: ['%bad'], with: '' } },
    d: { calc: ['add', '%bad', 1] as const },
    e: { each: '%bad', value: { from: '.' } },
    f: { object: '%bad', fields: {} },
    g: { from: '%bad[0].x', required: true },
  };
  const { issues } = map(fields, { v: 'x' }, { let: { bad: { from: 'v', steps: ['decimal'] } } });
  expect(issues.map(({ rule }) => rule)).toEqual(['test#let bad']);
});

test.each([undefined, null, 5, 'text', true, []])('an input that is no record is refused: %j', (input) => {
  const { output, issues } = compileMapping(mappingOf({ o: { const: 1 } })).apply(input);
  expect(output).toBeUndefined();
  expect(issues).toHaveLength(1);
  expect(issues[0]).toMatchObject({ rule: 'test#input', source: '', target: '' });
});

test('context values: declared ones only, default, required', () => {
  const mapping = compileMapping(
    mappingOf({ a: { from: '@a' }, b: { from: '@b' } }, { context: { a: { default: 'd' }, b: { required: true } } }),
  );
  expect(mapping.apply({}, { b: 1, c: 2 })).toEqual({ output: { a: 'd', b: 1 }, issues: [] });
  expect(mapping.apply({}, { a: 'x' }).issues.map(({ message }) => message)).toEqual([
    'the context value "b" is required but was not given',
  ]);
});
