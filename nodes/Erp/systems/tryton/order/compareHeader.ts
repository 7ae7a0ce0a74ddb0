import type { Difference } from '../../../../../core/delivery';
import type { Address } from '../../../../../core/documents';
import type { TrytonRow } from '../client';
import { addressValues, isEmptyAddress, sameAddress } from '../party/addressValues';
import type { OrderTask, OrderTools } from './prepareSale';
import type { StoredSale } from './storedSale';

/** Compares reference, buyer and addresses of a sale with its order. Addresses are personal: only that they differ is said. */
export async function compareHeader(tools: OrderTools, task: OrderTask, sale: StoredSale): Promise<readonly Difference[]> {
  const { order, identity } = task;
  const differences: Difference[] = [];
  if (sale.reference !== identity.reference)
    differences.push({ field: 'reference', expected: identity.reference, actual: sale.reference ?? '' });
  if (identity.partyCodes.length > 0 && !identity.partyCodes.includes(sale.party.code))
    differences.push({ field: 'party', expected: identity.partyCodes[0] ?? '', actual: sale.party.code });
  const places: readonly (readonly [string, Address | undefined, TrytonRow | undefined])[] = [
    ['invoiceAddress', order.billTo ?? order.shipTo, sale.invoiceAddress],
    ['shipmentAddress', order.shipTo ?? order.billTo, sale.shipmentAddress],
  ];
  for (const [field, wanted, stored] of places) {
    if (wanted === undefined) continue;
    const values = addressValues(wanted, await tools.places.of(wanted), sale.party.name);
    if (isEmptyAddress(values) || (stored !== undefined && sameAddress(stored, values))) continue;
    differences.push({ field, expected: 'the address of the order', actual: 'another address' });
  }
  return differences;
}
