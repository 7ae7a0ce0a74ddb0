import type { Mapping } from './format';
import { MappingError } from './issue';
import { assertKeys, assertName } from './compile/environment';
import { MAPPING_KEYS } from './vocabulary';

/** Rules nest far less than this; deeper text is an attack on the compiler's stack. */
const MAX_DEPTH = 64;

/** Checks the outermost form of a mapping file: its keys, that it names itself, and that it is not nested beyond reason. */
export function assertForm(mapping: Mapping): void {
  assertKeys(mapping, MAPPING_KEYS, 'mapping', 'a mapping');
  const { id, version, checks, blocks } = mapping as Mapping;
  if (typeof id !== 'string' || id === '') throw new MappingError('id', 'a mapping needs an id (text)');
  if (typeof version !== 'string' || version === '') throw new MappingError('version', 'a mapping needs a version (text)');
  if (checks !== undefined && !Array.isArray(checks)) throw new MappingError('checks', '"checks" must be a list');
  for (const [name, block] of Object.entries(blocks ?? {})) {
    assertName(name, 'blocks');
    assertKeys(block, ['description', 'fields'], `blocks.${name}`, 'a block');
  }
  const { examples: _examples, ...rules } = mapping as Mapping;
  if (isDeeper(rules, MAX_DEPTH)) throw new MappingError('mapping', `the file is nested more than ${MAX_DEPTH} deep`);
}

/** Whether a value nests deeper than `limit`; does not recurse, so that no depth can hurt it. */
function isDeeper(value: unknown, limit: number): boolean {
  let level: unknown[] = [value];
  for (let depth = 0; level.length > 0; depth++) {
    if (depth > limit) return true;
    level = level.flatMap((entry) => (typeof entry === 'object' && entry !== null ? Object.values(entry) : []));
  }
  return false;
}
