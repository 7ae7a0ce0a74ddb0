/** One line of a comparison: kept, taken away, or added. */
export interface DiffLine {
  readonly kind: 'same' | 'removed' | 'added';
  readonly text: string;
}

/** Comparing costs the product of both lengths: longer changes are shown as one block. */
const MAX_CELLS = 1_000_000;

/** Compares two texts line by line; answers only the changed lines with `context` lines around them. */
export function diffLines(before: string, after: string, context = 1): readonly DiffLine[] {
  const [a, b] = [before.split('\n'), after.split('\n')];
  let start = 0;
  while (start < a.length && start < b.length && a[start] === b[start]) start += 1;
  let end = 0;
  while (end < a.length - start && end < b.length - start && a.at(-1 - end) === b.at(-1 - end)) end += 1;
  const [middleA, middleB] = [a.slice(start, a.length - end), b.slice(start, b.length - end)];
  if (middleA.length === 0 && middleB.length === 0) return [];
  const same = (lines: readonly string[]): DiffLine[] => lines.map((text) => ({ kind: 'same', text }));
  const all = [
    ...same(a.slice(Math.max(0, start - context), start)),
    ...changed(middleA, middleB),
    ...same(a.slice(a.length - end, a.length - end + context)),
  ];
  return all.filter(
    (line, index) => line.kind !== 'same' || all.some((other, at) => other.kind !== 'same' && Math.abs(at - index) <= context),
  );
}

/** Longest common subsequence of lines. */
function changed(a: readonly string[], b: readonly string[]): DiffLine[] {
  if (a.length * b.length > MAX_CELLS) {
    return [...a.map((text): DiffLine => ({ kind: 'removed', text })), ...b.map((text): DiffLine => ({ kind: 'added', text }))];
  }
  const width = b.length + 1;
  const common = new Uint32Array((a.length + 1) * width);
  const at = (i: number, j: number) => common[i * width + j] ?? 0;
  for (let i = a.length - 1; i >= 0; i--) {
    for (let j = b.length - 1; j >= 0; j--) {
      common[i * width + j] = a[i] === b[j] ? at(i + 1, j + 1) + 1 : Math.max(at(i + 1, j), at(i, j + 1));
    }
  }
  const lines: DiffLine[] = [];
  let [i, j] = [0, 0];
  while (i < a.length || j < b.length) {
    const [textA, textB] = [a[i], b[j]];
    if (textA !== undefined && textA === textB) {
      lines.push({ kind: 'same', text: textA });
      [i, j] = [i + 1, j + 1];
    } else if (textB !== undefined && (textA === undefined || at(i, j + 1) > at(i + 1, j))) {
      lines.push({ kind: 'added', text: textB });
      j += 1;
    } else if (textA !== undefined) {
      lines.push({ kind: 'removed', text: textA });
      i += 1;
    }
  }
  return lines;
}
