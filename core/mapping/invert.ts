import type { Fields, JsonValue, Mapping, Rule, Step, Unit } from './format';
import { baseUnit, containedFields, isReversibleContainer, unitField } from './invertible';

export interface Inverted {
  /** The reverse mapping: reads what the marked rules write, and writes what they read. */
  readonly mapping: Mapping;
  /** Rules it undoes, as `billTo.city` or `lines[].sku`. */
  readonly inverted: readonly string[];
  /** Rules that only go one way. */
  readonly oneWay: readonly string[];
}

interface Collected {
  readonly mapping: Mapping;
  readonly tables: Record<string, Record<string, JsonValue>>;
  readonly inverted: string[];
  readonly oneWay: string[];
}

/**
 * Builds the reverse of a mapping's rules marked `invertible`. Going forth, back and forth again gives the same fields as going
 * forth once; the source comes back in its normal form (trimmed, numbers in shortest form, ids as text).
 */
export function invertMapping(mapping: Mapping): Inverted {
  const collected: Collected = { mapping, tables: {}, inverted: [], oneWay: [] };
  const fields = invertFields(mapping.fields ?? {}, '', '', collected);
  return {
    mapping: {
      id: `${mapping.id}.reverse`,
      version: mapping.version,
      title: `Reverse of ${mapping.title ?? mapping.id}`,
      tables: { ...mapping.tables, ...collected.tables },
      fields,
    },
    inverted: collected.inverted,
    oneWay: collected.oneWay,
  };
}

/**
 * @param inside path of the fields in the document they were written to, from the current record: `totals.` or empty
 * @param keyPrefix how the rules are named in lists: `billTo.` or `lines[].`
 */
function invertFields(fields: Fields, inside: string, keyPrefix: string, collected: Collected): Fields {
  const result: Record<string, Rule> = {};
  for (const [key, rule] of Object.entries(fields)) {
    if (rule === null) continue;
    const inner = containedFields(rule, collected.mapping);
    if (inner !== undefined && isReversibleContainer(key, rule)) {
      addContainer(result, key, rule, inner, inside, keyPrefix, collected);
      continue;
    }
    const source = typeof rule.from === 'string' ? rule.from.replace(/^\$\./, '') : undefined;
    if (rule.invertible === true && source !== undefined && !Object.hasOwn(result, source)) {
      result[source] = {
        from: `${inside}${key}`,
        steps: invertSteps(rule.steps ?? [], fields, inside, collected),
        ...(rule.personal === true ? { personal: true } : {}),
      };
      collected.inverted.push(`${keyPrefix}${key}`);
    } else collected.oneWay.push(`${keyPrefix}${key}`);
  }
  return result;
}

function addContainer(
  result: Record<string, Rule>,
  key: string,
  rule: Rule,
  inner: Fields,
  inside: string,
  keyPrefix: string,
  collected: Collected,
): void {
  const source = (rule.each ?? rule.object)?.replace(/^\$\./, '');
  if (source === undefined) {
    // Fields of the same record: they go back beside the others.
    Object.assign(result, invertFields(inner, `${inside}${key}.`, `${keyPrefix}${key}.`, collected));
    return;
  }
  const fields = invertFields(inner, '', rule.each === undefined ? `${keyPrefix}${key}.` : `${keyPrefix}${key}[].`, collected);
  if (Object.keys(fields).length === 0) return;
  result[source] = rule.each === undefined ? { object: `${inside}${key}`, fields } : { each: `${inside}${key}`, fields };
}

function invertSteps(steps: readonly Step[], siblings: Fields, inside: string, collected: Collected): readonly Step[] {
  return [...steps].reverse().flatMap((step): readonly Step[] => {
    if (typeof step === 'string') return [];
    if ('prefix' in step) return [{ withoutPrefix: step.prefix }];
    if ('suffix' in step) return [{ withoutSuffix: step.suffix }];
    if ('lookup' in step) return [{ lookup: { table: reverseTable(step.lookup.table, collected), onMiss: 'error' } }];
    if ('convert' in step) return [invertConversion(step.convert.table, step.convert.from, siblings, inside, collected.mapping)];
    return [];
  });
}

function invertConversion(table: string, from: Unit, siblings: Fields, inside: string, mapping: Mapping): Step {
  const to: Unit = typeof from === 'string' ? `${inside}${unitField(from, siblings) ?? from}` : from;
  return { convert: { table, from: { unit: baseUnit(table, mapping) ?? '' }, to } };
}

function reverseTable(name: string, { mapping, tables }: Collected): string {
  const reverse = `${name}Reverse`;
  tables[reverse] = Object.fromEntries(Object.entries(mapping.tables?.[name] ?? {}).map(([key, value]) => [String(value), key]));
  return reverse;
}
