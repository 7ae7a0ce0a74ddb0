const MAX_LENGTH = 300;
/** Words after which Tryton quotes the name of a field, model or module and not a value. */
const LABEL_BEFORE = /(?:field|field "[^"]*" in|records of|model)\s$/;

/**
 * Makes a message of the ERP fit for an error text. Tryton puts values of the record in quotes, so everything quoted goes,
 * except labels of fields and models and the texts named in `harmless` (article numbers, order numbers).
 * E-mail addresses and long digit runs outside quotes go as well.
 */
export function redact(message: string, harmless: ReadonlySet<string> = new Set()): string {
  const oneLine = (message.split('\n', 1)[0] ?? '').replace(/\s+/g, ' ').trim();
  const unquoted = oneLine.replace(/"([^"]*)"/g, (quoted: string, inner: string, offset: number) => {
    if (harmless.has(inner)) return quoted;
    return LABEL_BEFORE.test(oneLine.slice(0, offset)) && /^[\p{L} _-]{1,40}$/u.test(inner) ? quoted : '"…"';
  });
  const masked = unquoted.replace(/[^\s"@]+@[^\s"@]+/g, '…').replace(/\d{6,}/g, '…');
  return masked.length > MAX_LENGTH ? `${masked.slice(0, MAX_LENGTH)}…` : masked;
}
