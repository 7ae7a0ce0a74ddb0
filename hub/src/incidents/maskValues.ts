/** Each form of a value and what stands for it; the order matters: what is quoted is gone before its digits are looked at. */
const FORMS: readonly (readonly [RegExp, string])[] = [
  [/"[^"]*"/g, '"…"'],
  [/“[^”]*”/g, '“…”'],
  [/「[^」]*」/g, '「…」'],
  [/`[^`]*`/g, '`…`'],
  // An apostrophe inside a word is no quotation mark.
  [/(?<!\p{L})'[^']*'(?!\p{L})/gu, "'…'"],
  [/\bhttps?:\/\/[^\s"'<>]+/gi, '<address>'],
  [/[^\s@<>"'(),;:]+@[^\s@<>"'(),;:]+/g, '<mail>'],
  // Ids that mix letters and digits, UUIDs and hashes among them: a word with a digit in it.
  [/[\p{L}\d_-]*\d[\p{L}\d_-]*/gu, '#'],
  [/#(?:[.,:/\\+-]?#)+/g, '#'],
];
const MAX_CHARACTERS = 500;
/** What is looked at: the forms below take time that grows with the square of a long word. */
const MAX_READ = 2_000;

/**
 * Takes the values out of a message: quoted text, addresses, numbers and ids. What is left is the same for each repeat of one error,
 * and holds nothing personal if whoever wrote the message quoted what came from outside.
 *
 * @example maskValues('Order 1001: no product "AB-1" at https://erp.example/x') // 'Order #: no product "…" at <address>'
 */
export function maskValues(message: string): string {
  let text = message.slice(0, MAX_READ).replaceAll(/\s+/g, ' ').trim();
  for (const [form, stand] of FORMS) text = text.replaceAll(form, stand);
  return [...text].slice(0, MAX_CHARACTERS).join('');
}
