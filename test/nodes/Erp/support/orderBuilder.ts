import type { Decimal } from '../../../../core/decimal';
import { add, formatDecimal, multiply, parseDecimal, round, subtract, ZERO } from '../../../../core/decimal';
import type { Order, OrderCharge, OrderLine } from '../../../../core/documents';

export interface LineSpec {
  readonly sku?: string;
  readonly gtin?: string;
  readonly quantity?: string;
  readonly unit?: string;
  /** Net amount of the line. */
  readonly net: string;
  readonly rate?: string;
  /** Tax of the line; computed half up from net and rate when absent. */
  readonly tax?: string;
  readonly discount?: string;
  readonly description?: string;
}

export interface ChargeSpec {
  readonly kind?: OrderCharge['kind'];
  readonly net: string;
  readonly rate?: string;
  readonly tax?: string;
  readonly description?: string;
}

export type OrderSpec = Partial<Omit<Order, 'lines' | 'charges' | 'totals'>> & {
  readonly lines: readonly LineSpec[];
  readonly charges?: readonly ChargeSpec[];
};

const decimal = (text: string): Decimal => parseDecimal(text) ?? ZERO;
const sum = (amounts: readonly string[], scale: number) =>
  formatDecimal(round(amounts.map(decimal).reduce<Decimal>(add, ZERO), scale, 'halfUp'));

let counter = 0;

/** A fresh id, unlike those of other test files and earlier runs against the same ERP. */
export function freshId(): string {
  counter += 1;
  return `${Date.now().toString(36)}${process.pid.toString(36)}${counter}`;
}

/** A canonical order whose sums are right; everything not said is ordinary. */
export function buildOrder(spec: OrderSpec): Order {
  const { lines: lineSpecs, charges: chargeSpecs = [], ...rest } = spec;
  const id = spec.id ?? freshId();
  const scale = spec.currencyScale ?? 2;
  const lines = lineSpecs.map((line, place) => buildLine(line, place, scale));
  const charges = chargeSpecs.map((charge) => buildCharge(charge, scale));
  const taxAmount = sum(
    [...lines, ...charges].map((part) => part.taxAmount),
    scale,
  );
  const linesNetAmount = sum(
    lines.map(({ netAmount }) => netAmount),
    scale,
  );
  const chargesNetAmount = sum(
    charges.map(({ netAmount }) => netAmount),
    scale,
  );
  return {
    type: 'order',
    schemaVersion: '1',
    system: 'shopify',
    tenant: 'suzhou-medtrade.myshopify.com',
    id,
    number: `#${id}`,
    updatedAt: '2026-11-20T10:15:30+08:00',
    orderedAt: '2026-11-20T10:15:30+08:00',
    orderDate: '2026-11-20',
    timeZone: 'Asia/Shanghai',
    status: 'open',
    test: false,
    currency: 'CNY',
    currencyScale: scale,
    pricesIncludeTax: false,
    customer: { id: `c${id}`, name: 'Li Lei', email: `buyer-${id}@hospital.example`, phone: '+86 512 0000 0000' },
    billTo: buildAddress({ name: 'Accounts Payable' }),
    shipTo: buildAddress({ name: 'Ward 4' }),
    ...rest,
    lines,
    charges,
    totals: {
      linesNetAmount,
      chargesNetAmount,
      discountAmount: sum(
        lines.map(({ discountAmount }) => discountAmount),
        scale,
      ),
      taxAmount,
      totalAmount: sum([linesNetAmount, chargesNetAmount, taxAmount], scale),
    },
  };
}

export function buildAddress(parts: Partial<NonNullable<Order['shipTo']>> = {}): NonNullable<Order['shipTo']> {
  return {
    company: 'Third Hospital',
    streetLines: ['9 Care Street', 'Building 4'],
    city: 'Nanjing',
    region: 'Jiangsu',
    regionCode: 'JS',
    postalCode: '210000',
    countryCode: 'CN',
    ...parts,
  };
}

function taxOf(
  { net, rate = '0.13', tax }: { readonly net: string; readonly rate?: string; readonly tax?: string },
  scale: number,
): string {
  return tax ?? formatDecimal(round(multiply(decimal(net), decimal(rate)), scale, 'halfUp'));
}

function buildLine(spec: LineSpec, place: number, scale: number): OrderLine {
  const taxAmount = taxOf(spec, scale);
  const discountAmount = spec.discount ?? formatDecimal(round(ZERO, scale, 'halfUp'));
  return {
    id: `l${place + 1}`,
    position: place + 1,
    ...(spec.sku === undefined && spec.gtin !== undefined ? {} : { sku: spec.sku ?? 'GLOVE-M-100' }),
    ...(spec.gtin === undefined ? {} : { gtin: spec.gtin }),
    description: spec.description ?? 'Nitrile gloves M, box 100',
    quantity: spec.quantity ?? '1',
    unit: spec.unit ?? 'EA',
    unitPrice: spec.net,
    discountAmount,
    netAmount: spec.net,
    taxAmount,
    grossAmount: sum([spec.net, taxAmount], scale),
    taxes: spec.rate === '' ? [] : [{ rate: spec.rate ?? '0.13', amount: taxAmount }],
  };
}

function buildCharge(spec: ChargeSpec, scale: number): OrderCharge {
  const taxAmount = taxOf(spec, scale);
  return {
    id: spec.kind ?? 'shipping',
    kind: spec.kind ?? 'shipping',
    description: spec.description ?? 'SF Express',
    discountAmount: formatDecimal(round(ZERO, scale, 'halfUp')),
    netAmount: spec.net,
    taxAmount,
    grossAmount: sum([spec.net, taxAmount], scale),
    taxes: spec.rate === '' ? [] : [{ rate: spec.rate ?? '0.13', amount: taxAmount }],
  };
}

/** Gross price per unit to what a shop with tax-inclusive prices sends: tax taken out of the gross amount, half up. */
export function inclusiveLine(sku: string, quantity: string, gross: string, rate = '0.13', scale = 2): LineSpec {
  const total = multiply(decimal(quantity), decimal(gross));
  const factor = add({ units: 1, scale: 0 }, decimal(rate));
  const net = Number(formatDecimal(total)) / Number(formatDecimal(factor));
  const netAmount = net.toFixed(scale);
  return { sku, quantity, net: netAmount, rate, tax: formatDecimal(round(subtract(total, decimal(netAmount)), scale, 'halfUp')) };
}
