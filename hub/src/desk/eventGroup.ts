import { createHash } from 'node:crypto';
import { maskValues } from '../incidents/maskValues';

/** What one error looks like on several events: their source, its code, and its reason without values. */
export interface GroupedFacts {
  readonly source?: string;
  readonly code?: string;
  readonly reason?: string;
}

/** Short name of the group of an error: the same for each repeat of it. */
export function groupOf({ source = '', code = '', reason = '' }: GroupedFacts): string {
  return createHash('sha256')
    .update(JSON.stringify([source, code, maskValues(reason)]))
    .digest('hex')
    .slice(0, 16);
}
