import type { SearchTerm } from './parse';
import type { Matcher } from './predicate';

/**
 * Text is compared by words, without regard to case or punctuation: `sku:STENT-35` finds `STENT-35-18`, and `name:1001` finds
 * `#1001`. A final `*` matches the beginning of the last word. So a caller has to compare the exact value itself.
 */
export function text<Item>(valueOf: (item: Item) => string | null): Matcher<Item> {
  return (term) => {
    if (term.comparator !== '=') return undefined;
    const wanted = words(term.value);
    const isPrefix = term.value.endsWith('*');
    return (item) => {
      const found = words(valueOf(item) ?? '');
      return found.some(
        (_, start) =>
          wanted.length > 0 &&
          wanted.every((word, offset) => {
            const candidate = found[start + offset];
            const isLast = offset === wanted.length - 1;
            return isPrefix && isLast ? candidate?.startsWith(word) === true : candidate === word;
          }),
      );
    };
  };
}

function words(value: string): readonly string[] {
  return value
    .toLowerCase()
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== '');
}

/** One of a closed list of values. */
export function choice<Item>(values: Readonly<Record<string, (item: Item) => boolean>>): Matcher<Item> {
  return (term) => (term.comparator === '=' && Object.hasOwn(values, term.value) ? values[term.value] : undefined);
}

/** ISO times; a date alone is its first moment in UTC. Compared by whole seconds, as they are stored. */
export function time<Item>(valueOf: (item: Item) => number): Matcher<Item> {
  return (term) => {
    if (!/^\d{4}(-\d{2}(-\d{2}(T.+)?)?)?$/.test(term.value)) return undefined;
    const wanted = Date.parse(term.value);
    if (Number.isNaN(wanted)) return undefined;
    return (item) => holds(Math.floor(valueOf(item) / 1000), term.comparator, Math.floor(wanted / 1000));
  };
}

/** The numeric part of an id. */
export function id<Item>(valueOf: (item: Item) => bigint): Matcher<Item> {
  return (term) => {
    if (!/^\d+$/.test(term.value)) return undefined;
    const wanted = BigInt(term.value);
    return (item) => holds(valueOf(item), term.comparator, wanted);
  };
}

function holds<Value extends number | bigint>(found: Value, comparator: SearchTerm['comparator'], wanted: Value): boolean {
  switch (comparator) {
    case '=':
      return found === wanted;
    case '<':
      return found < wanted;
    case '<=':
      return found <= wanted;
    case '>':
      return found > wanted;
    case '>=':
      return found >= wanted;
  }
}
