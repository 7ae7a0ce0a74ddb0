import type { CompiledMapping } from './compileMapping';
import type { Example, JsonValue } from './format';
import type { Issue } from './issue';

export interface ExampleResult {
  readonly name: string;
  readonly passed: boolean;
  /** What differs, by JSON Pointer; examples are made-up records, so values are shown. */
  readonly problem?: string;
}

/** Runs the examples inside a mapping file. */
export function runExamples(mapping: CompiledMapping): readonly ExampleResult[] {
  return (mapping.mapping.examples ?? []).map((example) => {
    const problem = problemOf(example, mapping);
    return problem === undefined ? { name: example.name, passed: true } : { name: example.name, passed: false, problem };
  });
}

function problemOf(example: Example, mapping: CompiledMapping): string | undefined {
  const { output, issues } = mapping.apply(example.input, example.context);
  if (example.issues !== undefined) return issueProblem(example.issues, issues);
  if (output === undefined)
    return `refused: ${issues.map(({ source, target, message }) => `${source || target}: ${message}`).join('; ')}`;
  if (example.output !== undefined) return difference(example.output, output, '', true);
  if (example.includes !== undefined) return difference(example.includes, output, '', false);
  return 'the example says neither "output" nor "includes" nor "issues"';
}

function issueProblem(expected: NonNullable<Example['issues']>, actual: readonly Issue[]): string | undefined {
  if (actual.length === 0) return 'expected to be refused, but was mapped';
  for (const wanted of expected) {
    const found = actual.some(
      (issue) =>
        (wanted.rule === undefined || issue.rule === wanted.rule || issue.rule.endsWith(`#${wanted.rule}`)) &&
        (wanted.source === undefined || issue.source === wanted.source) &&
        (wanted.target === undefined || issue.target === wanted.target),
    );
    if (!found)
      return `expected the issue ${JSON.stringify(wanted)}, got ${actual.map(({ rule, source, target }) => JSON.stringify({ rule, source, target })).join(', ')}`;
  }
  return undefined;
}

/** The first difference between what is expected and what is there; `exact` also refuses fields that nobody expected. */
function difference(expected: JsonValue, actual: unknown, pointer: string, exact: boolean): string | undefined {
  const here = pointer === '' ? 'the output' : pointer;
  if (Array.isArray(expected)) {
    if (!Array.isArray(actual)) return `${here}: expected a list`;
    if (actual.length !== expected.length) return `${here}: expected ${expected.length} entries, got ${actual.length}`;
    return firstProblem(
      expected.map((entry: JsonValue, place) => () => difference(entry, actual[place], `${pointer}/${place}`, exact)),
    );
  }
  if (typeof expected !== 'object' || expected === null) {
    return expected === actual
      ? undefined
      : `${here}: expected ${JSON.stringify(expected)}, got ${actual === undefined ? 'nothing' : JSON.stringify(actual)}`;
  }
  if (typeof actual !== 'object' || actual === null || Array.isArray(actual)) return `${here}: expected an object`;
  const found = actual as Readonly<Record<string, unknown>>;
  const unexpected = exact ? Object.keys(found).find((key) => !Object.hasOwn(expected, key)) : undefined;
  if (unexpected !== undefined) return `${pointer}/${unexpected}: not expected`;
  return firstProblem(
    Object.entries(expected).map(
      ([key, value]) =>
        () =>
          difference(value, found[key], `${pointer}/${key}`, exact),
    ),
  );
}

function firstProblem(checks: readonly (() => string | undefined)[]): string | undefined {
  for (const check of checks) {
    const problem = check();
    if (problem !== undefined) return problem;
  }
  return undefined;
}
