/** What a record of the hub is about, as far as the law cares how long it is kept. */
export type RecordKind = 'audit' | 'deviceTrace' | 'implantTrace' | 'effect' | 'link' | 'deliveryId' | 'personalField';

/** How long records of a kind must stay, and why. */
export interface RetentionRule {
  readonly kind: RecordKind;
  /** Counted from the end of the record's business (settled, or the device's expiry where it is later); `forever` never ends. */
  readonly keep: { readonly years: number } | { readonly days: number } | 'forever';
  readonly reason: string;
}

const DAY_MS = 24 * 60 * 60 * 1000;

/**
 * The shortest times. An operator may keep records longer, never shorter. Where several laws speak, the longest period counts,
 * because one record can concern devices sold under each of them.
 */
export const RETENTION_RULES: readonly RetentionRule[] = [
  {
    kind: 'audit',
    keep: 'forever',
    reason: 'The audit log is one chain: nothing can be taken out of it. Its personal values lie outside and are erased.',
  },
  {
    kind: 'implantTrace',
    keep: 'forever',
    reason:
      'China, Regulation on Supervision and Administration of Medical Devices (State Council Order 739), Art. 45: permanent.',
  },
  {
    kind: 'deviceTrace',
    keep: { years: 10 },
    reason: 'EU 2017/745 (MDR), Art. 25(2) with 10(8): who supplied and who was supplied, 10 years after the last device.',
  },
  {
    kind: 'effect',
    keep: { years: 10 },
    reason: 'An effect says which device went where; without it a repeat would be possible.',
  },
  { kind: 'link', keep: { years: 10 }, reason: 'Links lead from an order to its lots in a recall.' },
  { kind: 'deliveryId', keep: { days: 7 }, reason: 'A platform repeats deliveries for hours and may be a day late (Shopify).' },
  { kind: 'personalField', keep: { days: 1 }, reason: 'None of its own: the operator sets the time, 30 days by default.' },
];

/** A record was to be deleted before its time. */
export class RetentionError extends Error {
  override readonly name = 'RetentionError';
}

/**
 * The only gate through which anything is deleted for its age.
 *
 * @param endedBeforeMs records that ended before this time are to be deleted
 * @throws RetentionError when some of them would still have to be kept
 */
export function assertDeletable(kind: RecordKind, endedBeforeMs: number, nowMs: number): void {
  const rule = RETENTION_RULES.find((candidate) => candidate.kind === kind);
  if (rule === undefined) throw new RetentionError(`There is no retention rule for records of the kind ${kind}: they stay.`);
  if (rule.keep === 'forever') throw new RetentionError(`Records of the kind ${kind} are never deleted. ${rule.reason}`);
  const { keep } = rule;
  const latestMs = 'days' in keep ? nowMs - keep.days * DAY_MS : yearsBefore(nowMs, keep.years);
  if (endedBeforeMs <= latestMs) return;
  const period = 'days' in keep ? `${keep.days} days` : `${keep.years} years`;
  throw new RetentionError(`Records of the kind ${kind} are kept for ${period} at least. ${rule.reason}`);
}

function yearsBefore(nowMs: number, years: number): number {
  const date = new Date(nowMs);
  date.setUTCFullYear(date.getUTCFullYear() - years);
  return date.getTime();
}
