/** A value that has no canonical JSON. The message names the place and the kind of the value, never the value. */
export class CanonicalJsonError extends Error {
  override readonly name = 'CanonicalJsonError';

  constructor(
    /** JSON Pointer of the value. */
    readonly pointer: string,
    readonly problem: string,
  ) {
    super(`${pointer === '' ? 'the value' : pointer}: ${problem}`);
  }
}

/** Nothing that is signed nests deeper; deeper text is an attack on the stack. */
const MAX_DEPTH = 200;
const LONE_SURROGATE = /[\ud800-\udfff]/u;

/**
 * JSON with one possible text for a value (RFC 8785): members sorted by UTF-16 code units, no white space, numbers as ECMAScript
 * prints them. Text is kept as it is: composed and decomposed Unicode stay different. Members that are `undefined` are left out.
 *
 * Refused, because two readers could see two values: lone surrogates, NaN and infinities, whole numbers beyond 2^53 (send them as
 * text), functions, dates, byte arrays and other objects that are not plain.
 *
 * @throws CanonicalJsonError
 */
export function canonicalJson(value: unknown): string {
  return write(value, '', 0);
}

function write(value: unknown, pointer: string, depth: number): string {
  if (depth > MAX_DEPTH) throw new CanonicalJsonError(pointer.slice(0, 100), `is nested more than ${MAX_DEPTH} deep`);
  if (value === null) return 'null';
  if (typeof value === 'string') return writeText(value, pointer);
  if (typeof value === 'number') return writeNumber(value, pointer);
  if (typeof value === 'boolean') return value ? 'true' : 'false';
  if (Array.isArray(value)) return writeList(value, pointer, depth);
  // Compared by its tag: objects of another realm (workers, tests) are plain too.
  if (typeof value === 'object' && Object.prototype.toString.call(value) === '[object Object]') {
    return writeObject(value as Readonly<Record<string, unknown>>, pointer, depth);
  }
  throw new CanonicalJsonError(
    pointer,
    `${typeof value === 'object' ? 'an object that is not plain' : `a ${typeof value}`} has no JSON form`,
  );
}

function writeText(text: string, pointer: string): string {
  if (LONE_SURROGATE.test(text)) throw new CanonicalJsonError(pointer, 'the text holds half of a character (a lone surrogate)');
  return JSON.stringify(text);
}

function writeNumber(value: number, pointer: string): string {
  if (!Number.isFinite(value)) throw new CanonicalJsonError(pointer, 'the number is not finite');
  if (Number.isInteger(value) && !Number.isSafeInteger(value)) {
    throw new CanonicalJsonError(pointer, 'the whole number is too large to be exact; send it as text');
  }
  return JSON.stringify(value); // ECMAScript's form is the canonical one; -0 becomes 0
}

function writeList(list: readonly unknown[], pointer: string, depth: number): string {
  let text = '[';
  for (let place = 0; place < list.length; place++) {
    text += (place === 0 ? '' : ',') + write(list[place], `${pointer}/${place}`, depth + 1);
  }
  return `${text}]`;
}

function writeObject(value: Readonly<Record<string, unknown>>, pointer: string, depth: number): string {
  let text = '';
  for (const key of Object.keys(value).sort()) {
    const member = value[key];
    if (member === undefined) continue;
    const place = `${pointer}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    text += `${text === '' ? '' : ','}${writeText(key, pointer)}:${write(member, place, depth + 1)}`;
  }
  return `{${text}}`;
}
