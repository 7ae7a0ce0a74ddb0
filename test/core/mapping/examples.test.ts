import type { Example } from '../../../core/mapping';
import { compileMapping, runExamples } from '../../../core/mapping';
import { mappingOf } from './support/map';

const run = (example: Omit<Example, 'name'>): string | undefined =>
  runExamples(
    compileMapping(
      mappingOf(
        { a: { from: 'a', required: true }, l: { each: 'l', fields: { v: { from: 'v' } } } },
        { examples: [{ name: 'it', ...example }] },
      ),
    ),
  )[0]?.problem;

const input = { a: 1, l: [{ v: 2 }] };

test.each<[string, Omit<Example, 'name'>, string | undefined]>([
  ['the whole output', { input, output: { a: 1, l: [{ v: 2 }] } }, undefined],
  ['another value', { input, output: { a: 2, l: [{ v: 2 }] } }, '/a: expected 2, got 1'],
  ['a field too many', { input, output: { a: 1 } }, '/l: not expected'],
  ['a field too few', { input, output: { a: 1, l: [{ v: 2, w: 3 }] } }, '/l/0/w: expected 3, got nothing'],
  ['a part', { input, includes: { l: [{ v: 2 }] } }, undefined],
  ['a part with a longer list', { input, includes: { l: [] } }, '/l: expected 0 entries, got 1'],
  ['a refusal that happens', { input: {}, issues: [{ source: '/a', rule: 'a' }] }, undefined],
  [
    'a refusal elsewhere',
    { input: {}, issues: [{ source: '/b' }] },
    'expected the issue {"source":"/b"}, got {"rule":"test#a","source":"/a","target":"/a"}',
  ],
  ['a refusal that does not happen', { input, issues: [{ source: '/a' }] }, 'expected to be refused, but was mapped'],
  ['an output of a refused record', { input: {}, output: {} }, 'refused: /a: a value is required here, but the input has none'],
  ['nothing expected', { input }, 'the example says neither "output" nor "includes" nor "issues"'],
])('an example with %s', (_, example, problem) => {
  expect(run(example)).toBe(problem);
});

test('a mapping without examples has none', () => {
  expect(runExamples(compileMapping(mappingOf({})))).toEqual([]);
});
