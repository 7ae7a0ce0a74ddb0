import type { Decimal } from '../../../../../core/decimal';
import { compare, formatDecimal, formatShortest, isZero, round, subtract } from '../../../../../core/decimal';
import type { Order } from '../../../../../core/documents';
import { singleLine } from '../../../shared/text';
import { wireDate, wireDecimal } from '../client';
import type { EnsuredParty } from '../party';
import { PRICE_SCALE } from '../pricing';
import { decimal } from './orderItems';
import type { OrderPlan } from './planOrder';
import type { SaleNote } from './saleNote';
import { formatNote } from './saleNote';

export interface SaleHeader {
  /** Unique key; absent when the database has no module web_shop. */
  readonly key?: string;
  readonly reference: string;
  readonly saleDate: string;
  /** What the connector leaves in the lines' notes. */
  readonly note: SaleNote;
}

/** What a sale is made of: its own fields, and its lines. */
export interface SaleValues {
  readonly header: Readonly<Record<string, unknown>>;
  readonly lines: readonly Readonly<Record<string, unknown>>[];
}

/** Reference that people search for: the buyer's order number, else the channel's. */
export function saleReference(order: Order): string {
  return singleLine(order.customerReference ?? '') || singleLine(order.number);
}

/** What Tryton is given for a sale. It runs no on_change here, so unit, price, taxes and addresses are all sent. */
export function saleValues(order: Order, plan: OrderPlan, ensured: EnsuredParty, header: SaleHeader): SaleValues {
  const { party } = ensured;
  const fallback = party.addresses[0]?.id ?? null;
  const note = formatNote(header.note);
  const lines = plan.lines.map((line, place) => ({
    ...saleLine(place, line.product.id, line.unit.id, line.item.quantity, line.unitPrice, line.taxIds, line.item.description),
    note,
  }));
  const rounding = roundingLine(order, plan, lines.length);
  return {
    header: {
      party: party.id,
      ...(header.key === undefined ? {} : { web_id: header.key }),
      reference: header.reference,
      sale_date: wireDate(header.saleDate),
      currency: plan.currency.id,
      invoice_address: ensured.invoiceAddress ?? fallback,
      shipment_address: ensured.deliveryAddress ?? fallback,
      ...(party.paymentTerm === undefined ? {} : { payment_term: party.paymentTerm }),
    },
    lines: rounding === undefined ? lines : [...lines, { ...rounding, note }],
  };
}

function saleLine(
  place: number,
  product: number,
  unit: number,
  quantity: Decimal,
  unitPrice: Decimal,
  taxIds: readonly number[],
  description: string,
) {
  return {
    type: 'line',
    sequence: place + 1,
    product,
    unit,
    quantity: Number(formatShortest(quantity)),
    unit_price: wireDecimal(formatDecimal(round(unitPrice, PRICE_SCALE, 'halfEven'))),
    taxes: taxIds.length > 0 ? [['add', taxIds]] : [],
    description,
  };
}

/** What is missing to the order's total after the ERP's own arithmetic. */
export function roundingGap(order: Order, plan: OrderPlan): Decimal {
  return subtract(decimal(order.totals.totalAmount), plan.predicted.total);
}

/** Whether a rounding line is allowed and needed for this plan. */
export function takesRoundingLine(order: Order, plan: OrderPlan, tolerance: Decimal): boolean {
  const gap = roundingGap(order, plan);
  const size = gap.units < 0 ? subtract({ units: 0, scale: 0 }, gap) : gap;
  return plan.roundingProduct !== undefined && !isZero(gap) && compare(size, tolerance) <= 0;
}

function roundingLine(order: Order, plan: OrderPlan, place: number) {
  const { roundingProduct } = plan;
  const gap = roundingGap(order, plan);
  if (roundingProduct === undefined || isZero(gap)) return undefined;
  const one: Decimal = { units: 1, scale: 0 };
  return saleLine(place, roundingProduct.product.id, roundingProduct.unit.id, one, gap, [], 'Rounding difference');
}
