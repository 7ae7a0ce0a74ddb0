import { canonicalJson, CanonicalJsonError, sha256 } from '../../../core/audit';
import {
  compileOwn,
  MappingError,
  runExamples,
  shippedMappingIds,
  type CompiledMapping,
  type Issue,
  type Mapping,
} from '../../../core/mapping';
import { Problem } from '../failures';

/** A mapping that compiles and whose examples hold. */
export interface CheckedMapping {
  readonly id: string;
  readonly version: string;
  readonly extends?: string;
  /** Canonical JSON of the file as it was uploaded. */
  readonly text: string;
  /** SHA-256 of that text, hexadecimal. */
  readonly hash: string;
}

/** A mapping with its tables is text that people review; larger data does not belong into it. */
const MAX_CHARACTERS = 512 * 1024;
/** All of them run while others wait. */
const MAX_EXAMPLES = 100;

/**
 * Compiles an uploaded mapping and runs its examples.
 * @throws Problem 422 `bad-mapping` with located issues, 413 when it is too large
 */
export function checkMapping(file: unknown): CheckedMapping {
  const text = canonicalText(file);
  const compiled = compile(file);
  const { id, version } = compiled;
  if (shippedMappingIds.includes(id)) {
    throw refused(id, [issue(id, 'id', 'a shipped mapping has this id; take another one and extend the shipped one')]);
  }
  const { examples = [], extends: base } = file as Mapping;
  if (examples.length > MAX_EXAMPLES) throw refused(id, [issue(id, 'examples', `there are more than ${MAX_EXAMPLES} examples`)]);
  const failed = runExamples(compiled).flatMap(({ passed, name, problem }, place) =>
    passed ? [] : [issue(`${id}#example ${name}`, `examples[${place}]`, problem ?? 'the example does not hold')],
  );
  if (failed.length > 0) throw refused(id, failed);
  return { id, version, text, hash: sha256(text).toString('hex'), ...(base === undefined ? {} : { extends: base }) };
}

function compile(file: unknown): CompiledMapping {
  try {
    return compileOwn(file);
  } catch (error) {
    if (!(error instanceof MappingError)) throw error;
    throw refused(nameOf(file), [issue('mapping', error.where, error.problem)]);
  }
}

function canonicalText(file: unknown): string {
  let text: string;
  try {
    text = canonicalJson(file);
  } catch (error) {
    if (!(error instanceof CanonicalJsonError)) throw error;
    throw refused(nameOf(file), [issue('mapping', error.pointer, error.problem)]);
  }
  if (text.length <= MAX_CHARACTERS) return text;
  throw new Problem(
    413,
    'mapping-too-large',
    `The mapping has ${text.length} characters; a mapping has at most ${MAX_CHARACTERS}.`,
  );
}

function issue(rule: string, source: string, message: string): Issue {
  return { rule, source, target: '', message };
}

function refused(id: string, issues: readonly Issue[]): Problem {
  const [first] = issues;
  const message = `The mapping${id === '' ? '' : ` ${id}`} cannot be used: ${first?.source ?? ''}: ${first?.message ?? ''}`;
  return new Problem(422, 'bad-mapping', message, {
    issues,
    nextStep: 'Correct the file and try it with "medsupply map test FILE" before it is uploaded again.',
  });
}

function nameOf(file: unknown): string {
  const id = typeof file === 'object' && file !== null ? (file as { id?: unknown }).id : undefined;
  return typeof id === 'string' ? id.slice(0, 200) : '';
}
