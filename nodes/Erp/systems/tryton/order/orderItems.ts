import type { Decimal } from '../../../../../core/decimal';
import { isZero, parseDecimal, ZERO } from '../../../../../core/decimal';
import type { Order, OrderCharge, Tax } from '../../../../../core/documents';
import type { CreateOrderOptions } from '../../../contract';
import { multiLine } from '../../../shared/text';

/** One line to be written: an article of the order, or a charge that stands as a service article. */
export interface OrderItem {
  /** How errors call it: `line 2`, `charge shipping`. */
  readonly label: string;
  readonly sku?: string;
  readonly gtin?: string;
  readonly quantity: Decimal;
  /** UN/ECE code; absent for charges, which take the article's own unit. */
  readonly unit?: string;
  readonly netAmount: Decimal;
  readonly taxAmount: Decimal;
  readonly taxes: readonly Tax[];
  readonly description: string;
}

/** Amounts that were validated against the schema always parse. */
export function decimal(text: string): Decimal {
  return parseDecimal(text) ?? ZERO;
}

/**
 * The lines that an order comes to in the ERP, in its order, charges behind them. A charge of nothing is left out.
 * A charge without an article has no `sku`: the plan reports it.
 */
export function orderItems(order: Order, options: CreateOrderOptions): readonly OrderItem[] {
  const lines = order.lines.map(
    (line, place): OrderItem => ({
      label: `line ${place + 1}`,
      sku: line.sku,
      gtin: line.gtin,
      quantity: decimal(line.quantity),
      unit: line.unit,
      netAmount: decimal(line.netAmount),
      taxAmount: decimal(line.taxAmount),
      taxes: line.taxes,
      description: multiLine(line.description),
    }),
  );
  const charges = order.charges
    .filter(({ netAmount, taxAmount }) => !isZero(decimal(netAmount)) || !isZero(decimal(taxAmount)))
    .map(
      (charge): OrderItem => ({
        label: `charge ${charge.kind}`,
        sku: chargeProduct(charge.kind, options),
        quantity: { units: 1, scale: 0 },
        netAmount: decimal(charge.netAmount),
        taxAmount: decimal(charge.taxAmount),
        taxes: charge.taxes,
        description: multiLine(charge.description),
      }),
    );
  return [...lines, ...charges];
}

function chargeProduct(kind: OrderCharge['kind'], options: CreateOrderOptions): string | undefined {
  if (kind === 'shipping') return options.shippingProduct;
  if (kind === 'rounding') return options.roundingProduct ?? options.otherChargesProduct;
  return options.otherChargesProduct;
}
