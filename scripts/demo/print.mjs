/** One line for the reader, with a blank line before it. */
export function say(text) {
  console.log(`\n${text}`);
}

/** Width on a terminal: East Asian characters take two columns. */
function width(text) {
  return [...text].reduce(
    (sum, character) =>
      sum +
      (/[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/u.test(character) ? 2 : 1),
    0,
  );
}

/** Prints rows under headings, columns aligned. */
export function printTable(rows, headings) {
  const cells = [headings, ...rows.map((row) => headings.map((heading) => String(row[heading] ?? '')))];
  const widths = headings.map((_, column) => Math.max(...cells.map((row) => width(row[column]))));
  const line = (row) =>
    row
      .map((cell, column) => cell + ' '.repeat(widths[column] - width(cell)))
      .join('  ')
      .trimEnd();
  console.log(line(cells[0]));
  console.log(widths.map((size) => '-'.repeat(size)).join('  '));
  for (const row of cells.slice(1)) console.log(line(row));
}
