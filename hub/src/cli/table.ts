/**
 * Columns that people can read on a terminal, without a frame.
 * @param rows the first one is the heading
 */
export function formatTable(rows: readonly (readonly string[])[]): string {
  const widths: number[] = [];
  for (const row of rows) row.forEach((cell, column) => (widths[column] = Math.max(widths[column] ?? 0, widthOf(cell))));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => (column === row.length - 1 ? cell : cell + ' '.repeat((widths[column] ?? 0) - widthOf(cell))))
      .join('   ')
      .trimEnd(),
  );
  const [heading = '', ...rest] = lines;
  return `${[heading, '-'.repeat(Math.max(heading.length, 10)), ...rest].join('\n')}\n`;
}

/** Chinese characters take two columns. */
function widthOf(text: string): number {
  let width = 0;
  for (const character of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(character)
      ? 2
      : 1;
  return width;
}

/** `2026-11-22 10:00:00Z`, or a dash. */
export function formatTime(atMs: number | undefined): string {
  return atMs === undefined ? '-' : `${new Date(atMs).toISOString().slice(0, 19).replace('T', ' ')}Z`;
}
