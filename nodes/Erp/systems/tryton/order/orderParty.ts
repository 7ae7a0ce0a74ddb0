import type { Order } from '../../../../../core/documents';
import type { PartyRequest } from '../../../contract';

/** Who buys, as the ERP needs it: the buyer and both addresses of an order. */
export function orderParty({ system, tenant, customer, billTo, shipTo }: Order): PartyRequest {
  return {
    system,
    tenant,
    id: customer?.id,
    number: customer?.number,
    name: customer?.company ?? customer?.name,
    email: customer?.email,
    phone: customer?.phone,
    taxId: customer?.taxId,
    invoiceAddress: billTo,
    deliveryAddress: shipTo,
  };
}
