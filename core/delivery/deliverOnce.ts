import { isFailure } from '../failure';

/** One difference between what was sent and what the target stored. */
export interface Difference {
  /** Field in the target's terms, e.g. `totalAmount` or `lines[2].quantity`. */
  readonly field: string;
  readonly expected: string;
  readonly actual: string;
}

/** How to write one business fact to a target that either enforces our key or lets us look it up. */
export interface Delivery<Record> {
  /** Looks for the fact by our key; `undefined` when the target has nothing under it. */
  find(): Promise<Record | undefined>;
  /**
   * Creates it. When another caller was faster, the target's refusal must surface as `'exists'`, not as an error.
   */
  create(): Promise<'created' | 'exists'>;
  /**
   * Brings a found or created record to its wanted state; must be safe to repeat.
   * @param outcome `existing` when somebody else created it, who may be completing it at this moment
   */
  complete(record: Record, outcome: 'created' | 'existing'): Promise<Record>;
  /** Compares the stored record with what was asked for. */
  compare(record: Record): readonly Difference[];
  /** Takes back a record that this call created and that does not match; never called for a record found. */
  withdraw(record: Record): Promise<void>;
  /** Waits until a request without an answer has either taken effect or never will; nothing is awaited without it. */
  settle?(): Promise<void>;
  /** True when the target itself refuses a second record under the key: then a request that left no trace is sent once more. */
  readonly keyed?: boolean;
}

export type Delivered<Record> =
  | { readonly outcome: 'created' | 'existing'; readonly record: Record }
  | { readonly outcome: 'mismatch'; readonly record: Record; readonly differences: readonly Difference[] }
  | { readonly outcome: 'unconfirmed' };

/**
 * Writes one business fact at most once: look up, create under the key, read back, compare, complete.
 * Several ERPs answer "ok" without storing, so nothing counts as done before it was read back.
 *
 * - `created`      this call created it, it reads back as sent
 * - `existing`     it was there already (an earlier delivery, or a parallel one that was faster)
 * - `mismatch`     it reads back differently; a record of our own making was withdrawn
 * - `unconfirmed`  the target accepted it but shows nothing under the key
 *
 * A failure whose outcome is unknown (the answer was lost) is settled by waiting and looking. Where nothing is found, a keyed
 * target is asked to create once more, because it cannot do so twice; for any other the failure is passed on.
 */
export async function deliverOnce<Record>(delivery: Delivery<Record>): Promise<Delivered<Record>> {
  const before = await delivery.find();
  if (before !== undefined) return settleExisting(delivery, before);

  const created = await createOrAsk(delivery);
  if (created.kind === 'found') return settleExisting(delivery, created.record);

  const stored = await delivery.find();
  if (stored === undefined) return { outcome: 'unconfirmed' };
  if (created.answer === 'exists') return settleExisting(delivery, stored);

  const differences = delivery.compare(stored);
  if (differences.length > 0) {
    await delivery.withdraw(stored);
    return { outcome: 'mismatch', record: stored, differences };
  }
  return { outcome: 'created', record: await delivery.complete(stored, 'created') };
}

type Creation<Record> =
  | { readonly kind: 'answered'; readonly answer: 'created' | 'exists' }
  | { readonly kind: 'found'; readonly record: Record };

async function createOrAsk<Record>(delivery: Delivery<Record>): Promise<Creation<Record>> {
  for (let attempt = 1; ; attempt++) {
    try {
      return { kind: 'answered', answer: await delivery.create() };
    } catch (error) {
      if (!isFailure(error) || error.recovery !== 'OutcomeUnknown') throw error;
      // The answer was lost, not necessarily the effect: asking comes before anybody sends again.
      await delivery.settle?.();
      const settled = await delivery.find();
      if (settled !== undefined) return { kind: 'found', record: settled };
      if (delivery.keyed !== true || attempt > 1) throw error;
    }
  }
}

async function settleExisting<Record>(delivery: Delivery<Record>, record: Record): Promise<Delivered<Record>> {
  const differences = delivery.compare(record);
  if (differences.length > 0) return { outcome: 'mismatch', record, differences };
  return { outcome: 'existing', record: await delivery.complete(record, 'existing') };
}
