import type { Order } from '../../../../../core/documents';
import { businessKey } from '../../../../../core/keys';
import type { CreateOrderOptions } from '../../../contract';
import { partyCode } from '../party';
import { orderParty } from './orderParty';
import type { SaleIdentity } from './sales';
import { saleReference } from './saleValues';

/** Key under which an order takes effect once, in every ERP the same. */
export function orderKey({ system, tenant, id }: Order): string {
  return businessKey({ system, tenant, documentType: 'order', id });
}

/** By what the sale of an order is recognised in the ERP. */
export function orderIdentity(order: Order, options: CreateOrderOptions, key: string): SaleIdentity {
  const codes = [order.customer?.number, partyCode(orderParty(order)), options.defaultPartyCode];
  return {
    key,
    reference: saleReference(order),
    partyCodes: codes.filter((code): code is string => code !== undefined && code !== ''),
  };
}
