import { fingerprintOf } from '../../../../../core/delivery';
import type { Order } from '../../../../../core/documents';
import type { CreateOrderOptions } from '../../../contract';
import { orderVersion } from '../../../shared/orderVersion';
import { multiLine } from '../../../shared/text';
import { orderItems } from './orderItems';
import type { SaleIdentity } from './sales';
import type { SaleNote } from './saleNote';
import { digest, DIGEST_DIGITS } from './saleNote';

/** The comment of a sale: the buyer's note. */
export function saleComment({ note }: Order): string | undefined {
  const text = multiLine(note ?? '');
  return text === '' ? undefined : text;
}

/** What a sale's lines say about the order that was written to it. */
export function noteOf(order: Order, options: CreateOrderOptions, identity: SaleIdentity, cancelled: boolean): SaleNote {
  const comment = saleComment(order);
  return {
    version: orderVersion(order),
    content: contentDigest(order, options, identity),
    comment: comment === undefined ? undefined : digest(comment),
    cancelled,
  };
}

/** Digest of everything of an order that reaches the sale; payments, tags and the like do not. */
function contentDigest(order: Order, options: CreateOrderOptions, { reference, partyCodes }: SaleIdentity): string {
  const items = orderItems(order, options);
  const { billTo, shipTo, currency, totals } = order;
  const content = {
    items,
    currency,
    total: totals.totalAmount,
    reference,
    partyCodes,
    billTo,
    shipTo,
    comment: saleComment(order),
    orderedAt: order.orderedAt,
  };
  return fingerprintOf(content).slice(0, DIGEST_DIGITS);
}
