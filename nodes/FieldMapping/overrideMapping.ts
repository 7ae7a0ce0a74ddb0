import type { Fields, Mapping, Rule } from '../../core/mapping';

/**
 * Turns the visual form into a mapping that extends a shipped one and holds only the changed fields.
 * `"text"` in double quotes is a fixed value, `-` removes the field, anything else is a path into the record.
 */
export function overrideMapping(baseId: string, version: string, values: Readonly<Record<string, unknown>>): Mapping {
  const fields: Record<string, Rule | null> = {};
  for (const [target, value] of Object.entries(values)) {
    if (typeof value !== 'string' || value.trim() === '') continue;
    fields[target] = overrideRule(value.trim());
  }
  return { id: `${baseId}+form`, version, extends: baseId, fields: fields satisfies Fields };
}

function overrideRule(text: string): Rule | null {
  if (text === '-') return null;
  if (text.length >= 2 && text.startsWith('"') && text.endsWith('"')) return { const: text.slice(1, -1) };
  return { from: text, steps: ['text', { clean: 'line' }] };
}
