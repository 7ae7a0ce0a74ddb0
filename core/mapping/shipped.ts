import { validatorFor } from '../documents';
import type { CompiledMapping } from './compileMapping';
import { compileMapping } from './compileMapping';
import type { Mapping } from './format';
import { MappingError } from './issue';
import { shippedMappings } from './generated/shipped';
import * as validators from '../documents/generated/validators';
import { describeSchemaError } from './schemaIssues';
import type { GeneratedValidator } from '../documents/validator';

/** Ids of all mappings that ship with the product. */
export const shippedMappingIds: readonly string[] = Object.keys(shippedMappings);

/** A shipped mapping by id, as written in its file. */
export function findShippedMapping(id: string): Mapping | undefined {
  return Object.hasOwn(shippedMappings, id) ? (shippedMappings[id] as Mapping) : undefined;
}

const compiled = new Map<string, CompiledMapping>();

/** A shipped mapping by id, compiled once per process. */
export function compileShipped(id: string): CompiledMapping | undefined {
  const known = compiled.get(id);
  if (known !== undefined) return known;
  const mapping = findShippedMapping(id);
  if (mapping === undefined) return undefined;
  const result = compileMapping(mapping, { resolve: findShippedMapping, validatorFor });
  compiled.set(id, result);
  return result;
}

/**
 * Compiles an integrator's own mapping: first its content, because the compiler's messages name the rule and what to write
 * instead, then the file's form against `mappings/mapping.schema.json`. It may extend a shipped one.
 *
 * @throws MappingError naming the place in the file and what to change
 */
export function compileOwn(file: unknown): CompiledMapping {
  const own = compileMapping(file as Mapping, { resolve: findShippedMapping, validatorFor });
  const validate = (validators as unknown as { mapping: GeneratedValidator }).mapping;
  if (validate(file)) return own;
  const [first] = validate.errors ?? [];
  const { target, message } = first === undefined ? { target: '', message: 'is not a mapping' } : describeSchemaError(first);
  throw new MappingError(target === '' ? 'mapping' : target, message);
}
