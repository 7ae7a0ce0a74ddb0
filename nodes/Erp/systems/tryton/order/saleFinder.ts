import { isFailure } from '../../../../../core/failure';
import { settle } from '../../../shared/settle';
import type { TrytonClient } from '../client';
import { CODE } from '../client';
import type { StoredSale } from './storedSale';
import { readSales } from './storedSale';

export const NO_UNIQUE_KEY =
  'The module web_shop is not active in the ERP, so nothing there enforces one sale per order: the sale was looked up by reference and party.';

/** By what a sale of an order can be recognised. */
export interface SaleIdentity {
  readonly key: string;
  readonly reference: string;
  /** Codes under which the order's party may stand. */
  readonly partyCodes: readonly string[];
}

/**
 * Finds the sale of an order: by `web_id`, which the module web_shop makes unique in the database, or without that module by
 * reference and party. Which of both holds is learnt from the first look-up and kept for the execution.
 */
export class SaleFinder {
  private hasKey = true;
  private learnt = false;

  constructor(private readonly client: TrytonClient) {}

  /** Whether the ERP enforces the key, as far as a look-up has shown. */
  get keyed(): boolean {
    return this.hasKey;
  }

  /** Makes sure that {@link keyed} is known: with the cheapest look-up where none has been made. */
  async learn(): Promise<boolean> {
    if (!this.learnt) await this.find({ key: '', reference: '', partyCodes: [] });
    return this.hasKey;
  }

  /** The oldest sale of the order, or `undefined`. */
  async find(identity: SaleIdentity): Promise<StoredSale | undefined> {
    if (this.hasKey) {
      const settled = await settle(readSales(this.client, [['web_id', '=', identity.key]], true, 1));
      this.learnt = settled.ok || isMissingKeyField(settled.error);
      if (settled.ok) return settled.value[0];
      if (!isMissingKeyField(settled.error)) throw settled.error;
      this.hasKey = false;
    }
    const domain = [
      ['reference', '=', identity.reference],
      ['party.code', 'in', identity.partyCodes],
      ['state', '!=', 'cancelled'],
    ];
    return (await readSales(this.client, domain, false, 1))[0];
  }
}

function isMissingKeyField(error: unknown): boolean {
  return isFailure(error) && error.details.code === CODE.unknownName && error.details.record === 'web_id';
}
