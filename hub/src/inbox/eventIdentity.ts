import { createHash } from 'node:crypto';
import type { NewEvent } from '../../../core/hub';

const BYTES = 16;

/**
 * What a repeat under another delivery id has in common with its original: source, topic, event id, resource and version. The event
 * id alone never is: one merchant action announces itself under several topics and for several resources. So where the event id or
 * the resource is not known nothing counts as a repeat; the ledger of effects still keeps the second from taking effect.
 */
export function eventIdentity({ source, topic, eventId, resourceId, businessKey, version }: NewEvent): Uint8Array | undefined {
  const resource = resourceId ?? businessKey;
  if (eventId === undefined || resource === undefined) return undefined;
  const parts = [source, topic, eventId, resource, version ?? null];
  return createHash('sha256').update(JSON.stringify(parts)).digest().subarray(0, BYTES);
}
