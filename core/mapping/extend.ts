import type { Fields, Mapping, Rule } from './format';
import { assertSafeKey } from './compile/environment';
import { MappingError } from './issue';

/** Finds a mapping by id, for `extends`. */
export type ResolveMapping = (id: string) => Mapping | undefined;

const MAX_CHAIN = 8;

/**
 * Resolves `extends`: the base mapping with the fields, tables, blocks, checks and context of the extension laid over it.
 * A field set to `null` is removed; `lines[].sku` reaches into the list rule `lines`; tables are merged entry by entry;
 * a check with the same rule name replaces the base's. Examples are not inherited.
 *
 * @throws MappingError when the base is unknown, or mappings extend each other in a circle
 */
export function resolveExtends(mapping: Mapping, resolve: ResolveMapping): Mapping {
  const chain: Mapping[] = [mapping];
  let current = mapping;
  while (current.extends !== undefined) {
    const base = resolve(current.extends);
    if (base === undefined) throw new MappingError('extends', `there is no mapping "${current.extends}"`);
    if (chain.some(({ id }) => id === base.id) || chain.length >= MAX_CHAIN) {
      throw new MappingError('extends', `mappings extend each other in a circle or more than ${MAX_CHAIN} deep`);
    }
    chain.push(base);
    current = base;
  }
  return chain.reduceRight((base, extension) => (base === extension ? base : layOver(base, extension)), chain.at(-1) as Mapping);
}

function layOver(base: Mapping, extension: Mapping): Mapping {
  let fields = base.fields ?? {};
  for (const [key, rule] of Object.entries(extension.fields ?? {})) fields = setField(fields, key, rule, key);
  const tables: Record<string, Record<string, never>> = {};
  for (const name of [...Object.keys(base.tables ?? {}), ...Object.keys(extension.tables ?? {})]) assertSafeKey(name, 'tables');
  for (const name of new Set([...Object.keys(base.tables ?? {}), ...Object.keys(extension.tables ?? {})])) {
    tables[name] = { ...tableOf(base.tables, name), ...tableOf(extension.tables, name) };
  }
  const replaced = new Set((extension.checks ?? []).map(({ rule }) => rule));
  const { extends: _base, ...own } = extension;
  return {
    ...base,
    ...own,
    source: extension.source ?? base.source,
    target: extension.target ?? base.target,
    context: { ...base.context, ...extension.context },
    blocks: { ...base.blocks, ...extension.blocks },
    let: { ...base.let, ...extension.let },
    tables,
    fields,
    checks: [...(base.checks ?? []).filter(({ rule }) => !replaced.has(rule)), ...(extension.checks ?? [])],
    limits: { ...base.limits, ...extension.limits },
    examples: extension.examples ?? [],
  };
}

function tableOf(tables: Mapping['tables'], name: string): Record<string, never> {
  return tables !== undefined && Object.hasOwn(tables, name) ? (tables[name] as Record<string, never>) : {};
}

/** Sets one rule, reaching into nested rules where the base has them. */
function setField(fields: Fields, key: string, rule: Rule | null, whole: string): Fields {
  if (Object.hasOwn(fields, key)) return { ...fields, [key]: rule };
  for (const [name, existing] of Object.entries(fields)) {
    if (existing === null) continue;
    const separator = existing.each === undefined ? '.' : '[].';
    if (!key.startsWith(name + separator) || (existing.fields === undefined && existing.use === undefined)) continue;
    const inner = key.slice(name.length + separator.length);
    return { ...fields, [name]: { ...existing, fields: setField(existing.fields ?? {}, inner, rule, whole) } };
  }
  if (key.includes('[]')) throw new MappingError(`fields.${whole}`, 'the mapping it extends has no such list');
  return { ...fields, [key]: rule };
}
