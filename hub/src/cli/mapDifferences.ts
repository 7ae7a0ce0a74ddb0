/** One place in which two mapping files differ. A side that has nothing there lacks the member. */
export interface Difference {
  /** As in messages of the compiler: `fields.lines.fields.sku.from`, `examples[0].name`. */
  readonly place: string;
  readonly hub?: unknown;
  readonly file?: unknown;
}

/** Compares by content: the order of members and the layout of the text do not count. */
export function differences(hub: unknown, file: unknown, place = ''): Difference[] {
  if (Array.isArray(hub) && Array.isArray(file)) {
    return Array.from({ length: Math.max(hub.length, file.length) }, (_, index) => index).flatMap((index) =>
      compareMember(index < hub.length, hub[index], index < file.length, file[index], `${place}[${index}]`),
    );
  }
  if (isObject(hub) && isObject(file)) {
    const keys = [...new Set([...Object.keys(hub), ...Object.keys(file)])].sort();
    return keys.flatMap((key) =>
      compareMember(
        Object.hasOwn(hub, key),
        hub[key],
        Object.hasOwn(file, key),
        file[key],
        place === '' ? key : `${place}.${key}`,
      ),
    );
  }
  return Object.is(hub, file) ? [] : [{ place, hub, file }];
}

function compareMember(inHub: boolean, hub: unknown, inFile: boolean, file: unknown, place: string): Difference[] {
  if (!inHub) return [{ place, file }];
  return inFile ? differences(hub, file, place) : [{ place, hub }];
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
