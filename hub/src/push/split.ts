import type { LeasedEvent } from '../../../core/hub';

/** n8n takes bodies of 16 MiB by default; the JSON around and inside of a body makes it longer. */
export const MAX_BATCH_BYTES = 6 * 1024 * 1024;

/** The events that fit into one batch, at least one, and those that have to wait for the next. */
export function split(
  events: readonly LeasedEvent[],
  maxBytes = MAX_BATCH_BYTES,
): { readonly fitting: readonly LeasedEvent[]; readonly others: readonly LeasedEvent[] } {
  let bytes = 0;
  const tooMany = events.findIndex((event, index) => {
    bytes += Buffer.byteLength(event.body, 'utf8');
    return index > 0 && bytes > maxBytes;
  });
  if (tooMany === -1) return { fitting: events, others: [] };
  return { fitting: events.slice(0, tooMany), others: events.slice(tooMany) };
}
