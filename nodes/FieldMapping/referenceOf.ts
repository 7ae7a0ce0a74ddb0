import { hashOf } from '../../core/delivery';
import type { MappingReference } from '../../core/hub';
import type { CompiledMapping } from '../../core/mapping';

const references = new WeakMap<CompiledMapping, MappingReference>();

/** Names a mapping for the record of an effect: the hash is over the mapping with everything that it extends. */
export function referenceOf(compiled: CompiledMapping): MappingReference {
  const known = references.get(compiled);
  if (known !== undefined) return known;
  const { id, version, mapping } = compiled;
  const reference = { id, version, hash: hashOf(mapping) };
  references.set(compiled, reference);
  return reference;
}
