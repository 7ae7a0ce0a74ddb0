/** The hub takes results up to 64 KiB; the rest is room for the frame of the request. */
const MAX_RESULT_BYTES = 60 * 1024;
const MAX_TEXT_LENGTH = 500;

/** A result as the ledger keeps it: whole where it fits, otherwise its plain top-level members (ids, numbers, states). */
export function essence(result: unknown): unknown {
  const text = JSON.stringify(result) ?? 'null';
  if (Buffer.byteLength(text, 'utf8') <= MAX_RESULT_BYTES) return JSON.parse(text) as unknown;
  if (typeof result !== 'object' || result === null || Array.isArray(result)) return { shortened: true };
  const plain = Object.entries(result).filter(
    ([, value]) =>
      typeof value === 'number' || typeof value === 'boolean' || (typeof value === 'string' && value.length <= MAX_TEXT_LENGTH),
  );
  return { ...Object.fromEntries(plain.slice(0, 50)), shortened: true };
}
