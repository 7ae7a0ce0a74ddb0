import type { Decimal } from '../../../../../core/decimal';
import { formatDecimal, formatShortest, toDecimal, ZERO } from '../../../../../core/decimal';
import type { OrderRecord } from '../../../contract';
import type { Domain, TrytonClient, TrytonRow } from '../client';
import { idOf, idsOf, related, relatedList, searchRead, textOf } from '../client';
import { ADDRESS_FIELDS } from '../party/addressValues';
import type { SaleNote } from './saleNote';
import { readNote } from './saleNote';

export interface StoredSaleLine {
  readonly id: number;
  readonly type: string;
  readonly sku?: string;
  readonly identifiers: readonly string[];
  readonly description?: string;
  readonly quantity: Decimal;
  readonly unit?: string;
  readonly unitPrice: Decimal;
  readonly amount: Decimal;
}

/** A sale as Tryton stores it. */
export interface StoredSale {
  readonly id: number;
  readonly number?: string;
  readonly state: string;
  readonly reference?: string;
  readonly key?: string;
  readonly saleDate?: string;
  readonly party: { readonly id: number; readonly code: string; readonly name: string };
  readonly invoiceAddress?: TrytonRow;
  readonly shipmentAddress?: TrytonRow;
  readonly comment?: string;
  readonly currency: string;
  readonly untaxed: Decimal;
  readonly tax: Decimal;
  readonly total: Decimal;
  readonly lines: readonly StoredSaleLine[];
  /** Every line, whatever its kind. */
  readonly lineIds: readonly number[];
  /** What the connector noted in the lines; absent when the sale was made by somebody else. */
  readonly note?: SaleNote;
  /** Sent back with a change: Tryton refuses it when the sale was changed meanwhile. */
  readonly timestamp?: string;
  /** Login of whoever changed the sale last. */
  readonly changedBy?: string;
}

const FIELDS = [
  'number',
  'state',
  'reference',
  'sale_date',
  'untaxed_amount',
  'tax_amount',
  'total_amount',
  'currency.code',
  'party.code',
  'party.name',
  'comment',
  '_timestamp',
  'write_uid.login',
  'lines',
  'lines.note',
  'lines.type',
  'lines.sequence',
  'lines.quantity',
  'lines.unit_price',
  'lines.amount',
  'lines.description',
  'lines.unit.symbol',
  'lines.product.code',
  'lines.product.identifiers.code',
  ...ADDRESS_FIELDS.flatMap((field) => [`invoice_address.${field}`, `shipment_address.${field}`]),
];

/** Fields that are read of a sale. @param keyed whether the database has the module web_shop with its unique key */
export const saleFields = (keyed: boolean): readonly string[] => (keyed ? [...FIELDS, 'web_id'] : FIELDS);

/**
 * Reads the sales that fit a condition, oldest first, with everything a comparison needs, in one request.
 * @param keyed whether the database has the module web_shop with its unique key
 */
export async function readSales(
  client: TrytonClient,
  domain: Domain,
  keyed: boolean,
  limit?: number,
): Promise<readonly StoredSale[]> {
  const rows = await searchRead(client, 'sale.sale', domain, { fields: saleFields(keyed), limit });
  return rows.map(toSale);
}

/** A row that was read with {@link saleFields}. */
export function toSale(row: TrytonRow): StoredSale {
  const party = related(row, 'party');
  return {
    id: row.id,
    number: textOf(row, 'number'),
    state: textOf(row, 'state') ?? 'unknown',
    reference: textOf(row, 'reference'),
    key: textOf(row, 'web_id'),
    saleDate: textOf(row, 'sale_date'),
    party: { id: party?.id ?? 0, code: textOf(party, 'code') ?? '', name: textOf(party, 'name') ?? '' },
    invoiceAddress: related(row, 'invoice_address'),
    shipmentAddress: related(row, 'shipment_address'),
    comment: textOf(row, 'comment'),
    currency: textOf(related(row, 'currency'), 'code') ?? '',
    untaxed: decimalOf(row, 'untaxed_amount'),
    tax: decimalOf(row, 'tax_amount'),
    total: decimalOf(row, 'total_amount'),
    lines: [...relatedList(row, 'lines')].sort(bySequence).map(toLine),
    lineIds: idsOf(row, 'lines'),
    note: readNote(relatedList(row, 'lines').map((line) => textOf(line, 'note'))),
    timestamp: textOf(row, '_timestamp'),
    changedBy: textOf(related(row, 'write_uid'), 'login'),
  };
}

function toLine(row: TrytonRow): StoredSaleLine {
  const product = related(row, 'product');
  return {
    id: row.id,
    type: textOf(row, 'type') ?? '',
    sku: textOf(product, 'code'),
    identifiers: product === undefined ? [] : relatedList(product, 'identifiers').map(({ code }) => String(code)),
    description: textOf(row, 'description'),
    quantity: decimalOf(row, 'quantity'),
    unit: textOf(related(row, 'unit'), 'symbol'),
    unitPrice: decimalOf(row, 'unit_price'),
    amount: decimalOf(row, 'amount'),
  };
}

function decimalOf(row: TrytonRow, field: string): Decimal {
  return toDecimal(row[field]) ?? ZERO;
}

/** Tryton shows lines by sequence, those without one first, then by id. */
function bySequence(a: TrytonRow, b: TrytonRow): number {
  return (idOf(a, 'sequence') ?? -Infinity) - (idOf(b, 'sequence') ?? -Infinity) || a.id - b.id;
}

/** The sale in the contract's terms. */
export function toOrderRecord(sale: StoredSale): OrderRecord {
  return {
    system: 'tryton',
    id: String(sale.id),
    number: sale.number,
    state: sale.state,
    reference: sale.reference,
    key: sale.key,
    orderDate: sale.saleDate,
    party: { id: String(sale.party.id), code: sale.party.code },
    totals: totalsOf(sale),
    lines: sale.lines
      .filter(({ type }) => type === 'line')
      .map((line) => ({
        id: String(line.id),
        sku: line.sku,
        description: line.description,
        quantity: formatShortest(line.quantity),
        unit: line.unit,
        unitPrice: formatShortest(line.unitPrice),
        amount: formatDecimal(line.amount),
      })),
  };
}

export function totalsOf({ untaxed, tax, total, currency }: StoredSale): OrderRecord['totals'] {
  return { untaxed: formatDecimal(untaxed), tax: formatDecimal(tax), total: formatDecimal(total), currency };
}
