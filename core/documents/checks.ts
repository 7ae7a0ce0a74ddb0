import type { Decimal } from '../decimal';
import { ZERO, add, compare, formatDecimal, parseDecimal, subtract } from '../decimal';
import { isGs1CheckDigit } from '../text/gs1CheckDigit';
import type { DocumentType, DocumentTypes, Invoice, Order } from './documents';
import type { DocumentIssue } from './validate';

type Check<Type extends DocumentType> = (
  document: DocumentTypes[Type],
  report: (target: string, message: string) => void,
) => void;

/** What a schema cannot say, by document type. */
const CHECKS: { readonly [Type in DocumentType]?: Check<Type> } = {
  order: checkOrder,
  invoice: checkInvoice,
};

/** Runs the checks that go beyond the schema: sums to the last digit, the currency's scale, unique line ids, GS1 check digits. */
export function checkDocument<Type extends DocumentType>(type: Type, document: DocumentTypes[Type]): DocumentIssue[] {
  const issues: DocumentIssue[] = [];
  const report = (target: string, message: string): void => {
    issues.push({ target, message });
  };
  CHECKS[type]?.(document, report);
  checkGs1(document, '', report);
  return issues;
}

type Report = (target: string, message: string) => void;

function decimal(text: string): Decimal {
  return parseDecimal(text) ?? ZERO;
}

function sum(values: readonly string[]): Decimal {
  return values.reduce((total, value) => add(total, decimal(value)), ZERO);
}

function expectEqual(report: Report, target: string, what: string, expected: Decimal, actual: string): void {
  if (compare(expected, decimal(actual)) === 0) return;
  report(
    target,
    `${what}: expected ${formatDecimal(expected)}, got ${actual}, difference ${formatDecimal(subtract(decimal(actual), expected))}`,
  );
}

const LINE_AMOUNTS = ['discountAmount', 'netAmount', 'taxAmount', 'grossAmount'] as const;

interface AmountLine {
  readonly id: string;
  readonly discountAmount: string;
  readonly netAmount: string;
  readonly taxAmount: string;
  readonly grossAmount: string;
}

function checkLines(lines: readonly AmountLine[], path: string, scale: number, report: Report): void {
  const seen = new Set<string>();
  for (const [place, line] of lines.entries()) {
    const at = `${path}/${place}`;
    if (seen.has(line.id)) report(`${at}/id`, 'two entries have the same id');
    seen.add(line.id);
    for (const field of LINE_AMOUNTS) checkScale(line[field], scale, `${at}/${field}`, report);
    expectEqual(
      report,
      `${at}/grossAmount`,
      'gross is net plus tax',
      add(decimal(line.netAmount), decimal(line.taxAmount)),
      line.grossAmount,
    );
  }
}

function checkScale(amount: string, scale: number, target: string, report: Report): void {
  const decimals = amount.split('.')[1]?.length ?? 0;
  if (decimals !== scale)
    report(target, `amounts of this document have ${scale} decimals (currencyScale), this one has ${decimals}`);
}

function checkOrder(order: Order, report: Report): void {
  checkLines(order.lines, '/lines', order.currencyScale, report);
  checkLines(order.charges, '/charges', order.currencyScale, report);
  for (const [place, line] of order.lines.entries()) {
    if (decimal(line.quantity).units <= 0) report(`/lines/${place}/quantity`, 'the quantity must be above zero');
  }
  const all = [...order.lines, ...order.charges];
  const { totals } = order;
  for (const [name, amount] of Object.entries(totals)) checkScale(amount, order.currencyScale, `/totals/${name}`, report);
  expectEqual(
    report,
    '/totals/linesNetAmount',
    'sum of the lines',
    sum(order.lines.map(({ netAmount }) => netAmount)),
    totals.linesNetAmount,
  );
  expectEqual(
    report,
    '/totals/chargesNetAmount',
    'sum of the charges',
    sum(order.charges.map(({ netAmount }) => netAmount)),
    totals.chargesNetAmount,
  );
  expectEqual(report, '/totals/taxAmount', 'sum of the taxes', sum(all.map(({ taxAmount }) => taxAmount)), totals.taxAmount);
  expectEqual(
    report,
    '/totals/totalAmount',
    'lines plus charges plus tax',
    sum([totals.linesNetAmount, totals.chargesNetAmount, totals.taxAmount]),
    totals.totalAmount,
  );
}

function checkInvoice(invoice: Invoice, report: Report): void {
  checkLines(invoice.lines, '/lines', invoice.currencyScale, report);
  const { totals } = invoice;
  for (const [name, amount] of Object.entries(totals)) checkScale(amount, invoice.currencyScale, `/totals/${name}`, report);
  expectEqual(
    report,
    '/totals/netAmount',
    'sum of the lines',
    sum(invoice.lines.map(({ netAmount }) => netAmount)),
    totals.netAmount,
  );
  expectEqual(
    report,
    '/totals/taxAmount',
    'sum of the taxes',
    sum(invoice.lines.map(({ taxAmount }) => taxAmount)),
    totals.taxAmount,
  );
  expectEqual(report, '/totals/totalAmount', 'net plus tax', sum([totals.netAmount, totals.taxAmount]), totals.totalAmount);
}

/** Verifies the check digit of every field called `gtin` or `gln`, wherever it stands. */
function checkGs1(value: unknown, path: string, report: Report): void {
  if (Array.isArray(value)) {
    for (const [place, entry] of value.entries()) checkGs1(entry, `${path}/${place}`, report);
    return;
  }
  if (typeof value !== 'object' || value === null) return;
  for (const [key, entry] of Object.entries(value)) {
    if ((key === 'gtin' || key === 'gln') && typeof entry === 'string') {
      if (!isGs1CheckDigit(entry)) report(`${path}/${key}`, 'the GS1 check digit is wrong: the number was probably mistyped');
    } else checkGs1(entry, `${path}/${key}`, report);
  }
}
