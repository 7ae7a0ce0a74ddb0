import type { Rule } from '../../../core/mapping';
import { outputOf, problemsOf } from './support/map';

// What counts as "nothing there": one table for the whole format.
const inputs = { absent: {}, null: { v: null }, empty: { v: '' }, zero: { v: 0 }, no: { v: false }, blank: { v: ' ' } };

function results(rule: Rule): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(inputs).map(([name, input]) => {
      const problems = problemsOf({ o: rule }, input);
      return [name, problems.length > 0 ? 'refused' : (outputOf({ o: rule }, input) as { o?: unknown }).o];
    }),
  );
}

test.each<[string, Rule, Record<string, unknown>]>([
  [
    'from alone: null is missing, everything else is a value',
    { from: 'v' },
    { absent: undefined, null: undefined, empty: '', zero: 0, no: false, blank: ' ' },
  ],
  [
    'default stands in for missing values only',
    { from: 'v', default: 'D' },
    { absent: 'D', null: 'D', empty: '', zero: 0, no: false, blank: ' ' },
  ],
  [
    'required refuses missing values and empty text',
    { from: 'v', required: true },
    { absent: 'refused', null: 'refused', empty: 'refused', zero: 0, no: false, blank: ' ' },
  ],
  [
    'required text refuses the same',
    { from: 'v', steps: ['text'], required: true },
    { absent: 'refused', null: 'refused', empty: 'refused', zero: '0', no: 'refused', blank: ' ' },
  ],
  [
    'clean makes blank text missing',
    { from: 'v', steps: [{ clean: 'line' }], default: 'D' },
    { absent: 'D', null: 'D', empty: 'D', zero: '0', no: 'refused', blank: 'D' },
  ],
  [
    'the first of several paths with content counts',
    { from: ['v', 'w'], default: 'D' },
    { absent: 'D', null: 'D', empty: 'D', zero: 0, no: false, blank: ' ' },
  ],
  [
    'join passes over what is empty',
    { join: { paths: ['v', 'v'], with: '-' } },
    { absent: undefined, null: undefined, empty: undefined, zero: '0-0', no: 'false-false', blank: ' - ' },
  ],
  [
    'a template with a missing part is missing',
    { template: '<{v}>' },
    { absent: undefined, null: undefined, empty: '<>', zero: '<0>', no: '<false>', blank: '< >' },
  ],
  ['exists', { is: { exists: 'v' } }, { absent: false, null: false, empty: true, zero: true, no: true, blank: true }],
  ['missing', { is: { missing: 'v' } }, { absent: true, null: true, empty: true, zero: false, no: false, blank: false }],
  ['truthy', { is: { truthy: 'v' } }, { absent: false, null: false, empty: false, zero: false, no: false, blank: true }],
  [
    'equals null holds for missing',
    { is: { equals: ['v', null] } },
    { absent: true, null: true, empty: false, zero: false, no: false, blank: false },
  ],
  [
    'a calculation with a missing operand is missing',
    { calc: ['add', 'v', 1] },
    { absent: undefined, null: undefined, empty: 'refused', zero: '1', no: 'refused', blank: 'refused' },
  ],
  [
    'or gives a missing operand a value',
    { calc: ['or', 'v', 5] },
    { absent: '5', null: '5', empty: 'refused', zero: '0', no: 'refused', blank: 'refused' },
  ],
])('%s', (_, rule, expected) => {
  expect(results(rule)).toEqual(expected);
});

test('an object without any field is missing; a list is a list, also when it is empty or missing', () => {
  expect(
    outputOf(
      {
        o: { fields: { a: { from: 'x' } } },
        e: { each: 'empty', value: { from: '.' } },
        m: { each: 'gone', value: { from: '.' } },
      },
      { empty: [] },
    ),
  ).toEqual({ e: [], m: [] });
});
