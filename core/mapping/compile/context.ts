import type { Context } from '../compileMapping';
import type { Mapping } from '../format';
import type { Issue } from '../issue';
import { CONTEXT_KEYS } from '../vocabulary';
import { assertKeys, assertName } from './environment';
import { isRecord } from './scope';

/** Named values from outside the record: only declared ones are taken, defaults filled in, required ones demanded. */
export function compileContext(mapping: Mapping): (given: Context | undefined, issues: Issue[]) => Context {
  const entries = Object.entries(mapping.context ?? {});
  for (const [name, entry] of entries) {
    assertName(name, 'context');
    assertKeys(entry, CONTEXT_KEYS, `context.${name}`, 'a context entry');
  }
  return (given, issues) => {
    const context: Record<string, unknown> = {};
    for (const [name, entry] of entries) {
      const value = (isRecord(given) && Object.hasOwn(given, name) ? given[name] : undefined) ?? entry.default;
      if (value !== undefined && value !== null) context[name] = value;
      else if (entry.required === true) {
        issues.push({
          rule: `${mapping.id}#context ${name}`,
          source: '',
          target: '',
          message: `the context value "${name}" is required but was not given`,
        });
      }
    }
    return context;
  };
}
