import { describeShape } from '../failure';

export interface Coverage {
  /** Input fields that some rule reads, as patterns: `line_items[].sku`. */
  readonly read: readonly string[];
  /** Input fields with a value that nobody reads. */
  readonly unread: readonly { readonly path: string; readonly occurrences: number; readonly shape: string }[];
}

const MAX_DEPTH = 32;

/** Compares the fields an input has with the fields that a mapping's rules read. */
export function coverageOf(input: unknown, reads: ReadonlySet<string>): Coverage {
  const leaves = new Map<string, { occurrences: number; shape: string }>();
  collect(input, '', 0, leaves);
  const read: string[] = [];
  const unread: { path: string; occurrences: number; shape: string }[] = [];
  for (const [path, { occurrences, shape }] of leaves) {
    if (isRead(path, reads)) read.push(path);
    else unread.push({ path, occurrences, shape });
  }
  return { read: read.sort(), unread: unread.sort((a, b) => (a.path < b.path ? -1 : 1)) };
}

function isRead(path: string, reads: ReadonlySet<string>): boolean {
  // A list read place by place (`shipping_lines[0].code`) is kept as `shipping_lines[].code`; `tags` reads `tags[]` as a whole.
  return reads.has(path) || reads.has(path.replace(/(\[\])+$/, ''));
}

function collect(value: unknown, path: string, depth: number, leaves: Map<string, { occurrences: number; shape: string }>): void {
  if (value === null || value === undefined || depth > MAX_DEPTH) return;
  if (Array.isArray(value)) {
    for (const entry of value) collect(entry, `${path}[]`, depth + 1, leaves);
    return;
  }
  if (typeof value === 'object') {
    for (const [key, inner] of Object.entries(value)) collect(inner, path === '' ? key : `${path}.${key}`, depth + 1, leaves);
    return;
  }
  const known = leaves.get(path);
  if (known === undefined) leaves.set(path, { occurrences: 1, shape: describeShape(value) });
  else known.occurrences++;
}
