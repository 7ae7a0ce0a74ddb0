import type { Condition } from '../../../core/mapping';
import { outputOf, problemsOf } from './support/map';

const input = { a: 5, b: '5.0', t: 'hospital', list: ['x', 'y'], rows: [{ q: 0 }, { q: 2 }], o: {}, yes: true, sku: 'STENT-1' };

const truth = (condition: Condition): unknown => (outputOf({ o: { is: condition } }, input) as { o: boolean }).o;

test.each<[Condition, boolean]>([
  [{ compare: ['a', '=', 'b'] }, true],
  [{ compare: ['a', '!=', 'b'] }, false],
  [{ compare: ['a', '<', 6] }, true],
  [{ compare: ['a', '>=', { value: '5.00' }] }, true],
  [{ compare: ['absent', '=', 'absent'] }, false],
  [{ compare: ['absent', '!=', 1] }, false],
  [{ same: ['a', 'b'] }, false],
  [{ equals: ['a', 5] }, true],
  [{ equals: ['b', 5] }, false],
  [{ in: ['t', ['clinic', 'hospital']] }, true],
  [{ contains: ['list', 'y'] }, true],
  [{ contains: ['t', 'pit'] }, true],
  [{ contains: ['a', '5'] }, false],
  [{ startsWith: ['sku', 'STENT-'] }, true],
  [{ type: ['list', 'list'] }, true],
  [{ type: ['t', 'list'] }, false],
  [{ type: ['o', 'object'] }, true],
  [{ type: ['list', 'object'] }, false],
  [{ type: ['a', 'number'] }, true],
  [{ type: ['yes', 'boolean'] }, true],
  [{ type: ['absent', 'text'] }, false],
  [{ some: { each: 'rows', where: { compare: ['q', '>', '^.rows[0].q'] } } }, true],
  [{ some: { each: 'absent', where: { exists: 'q' } } }, false],
  [{ all: [{ exists: 'a' }, { exists: 'absent' }] }, false],
  [{ any: [{ exists: 'absent' }, { exists: 'a' }] }, true],
  [{ not: { exists: 'absent' } }, true],
])('%j is %s', (condition, expected) => {
  expect(truth(condition)).toBe(expected);
});

test('a comparison with something that is no number is reported where it stands, and counts as false', () => {
  expect(problemsOf({ o: { is: { compare: ['t', '>', 1] } } }, input)).toEqual([
    '/t → /o: expected a decimal number, got text of 8 characters',
  ]);
});

test('a list that is none is reported', () => {
  expect(problemsOf({ o: { is: { some: { each: 't', where: { exists: 'q' } } } } }, input)).toEqual([
    '/t → /o: expected a list, got text of 8 characters',
  ]);
});
