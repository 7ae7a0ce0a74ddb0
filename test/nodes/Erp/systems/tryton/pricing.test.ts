import fc from 'fast-check';
import type { Decimal } from '../../../../../core/decimal';
import { compare, formatDecimal, formatShortest, parseDecimal, ZERO } from '../../../../../core/decimal';
import type { Arithmetic, LineTarget } from '../../../../../nodes/Erp/systems/tryton/pricing';
import { predictTotals, priceOrder, roundToStep } from '../../../../../nodes/Erp/systems/tryton/pricing';

const decimal = (text: string): Decimal => parseDecimal(text) ?? ZERO;
const byLine: Arithmetic = { step: decimal('0.01'), taxRounding: 'line' };
const byDocument: Arithmetic = { step: decimal('0.01'), taxRounding: 'document' };

const target = (quantity: string, net: string, tax: string, rates: readonly string[] = ['0.13']): LineTarget => ({
  quantity: decimal(quantity),
  netAmount: decimal(net),
  taxAmount: decimal(tax),
  taxes: rates.map((rate, place) => ({ id: place + 1, rate: decimal(rate) })),
});

const show = ({ untaxed, tax, total }: { readonly untaxed: Decimal; readonly tax: Decimal; readonly total: Decimal }) =>
  [untaxed, tax, total].map(formatDecimal).join(' ');

test('the ERP rounds half to even, to the step of the currency', () => {
  expect(
    ['0.005', '0.015', '-0.005', '0.0151'].map((value) => formatShortest(roundToStep(decimal(value), decimal('0.01')))),
  ).toEqual(['0', '0.02', '0', '0.02']);
  expect(formatShortest(roundToStep(decimal('0.12'), decimal('0.05')))).toBe('0.1');
});

test('three lines of 0.05 at 13 % make 0.03 of tax line by line and 0.02 rounded at the end, as the real Tryton does', () => {
  const lines = Array.from({ length: 3 }, () => ({
    quantity: decimal('1'),
    unitPrice: decimal('0.0500'),
    taxes: [{ id: 1, rate: decimal('0.13') }],
  }));
  expect(show(predictTotals(lines, byLine))).toBe('0.15 0.03 0.18');
  expect(show(predictTotals(lines, byDocument))).toBe('0.15 0.02 0.17');
});

test.each([
  ['a plain price', target('3', '3240.00', '421.20'), '1080'],
  ['a third', target('3', '10.00', '1.30'), '3.3333'],
  ['a tie that has to go up', target('1', '0.50', '0.07'), '0.5001'],
  ['a tie that goes down by itself', target('1', '0.50', '0.06'), '0.5'],
  ['a quotient with more digits', target('7', '279.31', '36.31'), '39.9014'],
  ['tax that the shop rounded from another base', target('4', '0.19', '0.03'), '0.0481'],
  ['a free article', target('2', '0.00', '0.00'), '0'],
  ['a quantity below one', target('0.25', '10.00', '1.30'), '40'],
])('the price of %s gives back net amount and tax', (_, line, unitPrice) => {
  const priced = priceOrder([line], byLine);
  expect(formatDecimal(priced.predicted.untaxed)).toBe(formatDecimal(line.netAmount));
  expect(compare(priced.predicted.tax, line.taxAmount)).toBe(0);
  expect(formatShortest(priced.lines[0]?.unitPrice ?? ZERO)).toBe(unitPrice);
});

test('where one price digit is worth more than the smallest coin the closest price is taken and the difference shows', () => {
  const { predicted } = priceOrder([target('9999', '1234.56', '160.49')], byLine);
  expect(formatDecimal(predicted.untaxed)).toBe('1234.88');
});

/** A line as shops make them: net amount of any size, tax rounded half up from it, and then perhaps one coin off. */
const shopLine = fc
  .record({
    quantity: fc.integer({ min: 1, max: 40 }),
    netCents: fc.integer({ min: 0, max: 5_000_000 }),
    rate: fc.constantFrom('0.13', '0.03', '0.09', '0.06', '0.075'),
  })
  .map(({ quantity, netCents, rate }) => {
    const thousandths = Math.round(Number(rate) * 1000);
    const taxCents = Math.floor((netCents * thousandths + 500) / 1000);
    const line = target(String(quantity), (netCents / 100).toFixed(2), (taxCents / 100).toFixed(2), [rate]);
    // One tax record a rate, as in the ERP.
    return { ...line, taxes: line.taxes.map((tax) => ({ ...tax, id: thousandths })) };
  });

const sum = (amounts: readonly Decimal[]) => amounts.reduce((total, amount) => total + BigInt(amount.units), 0n);

test('for orders as shops make them, every line and the total are met to the last digit, whatever the ERP rounded before', () => {
  fc.assert(
    fc.property(fc.array(shopLine, { minLength: 1, maxLength: 12 }), (lines) => {
      const { predicted } = priceOrder(lines, byLine);
      expect(predicted.amounts.map(formatShortest)).toEqual(lines.map(({ netAmount }) => formatShortest(netAmount)));
      expect(Number(predicted.tax.units)).toBe(Number(sum(lines.map(({ taxAmount }) => taxAmount))));
    }),
    { numRuns: 2000 },
  );
});

test('with tax rounded once at the end a price gives way until the document is met', () => {
  const lines = [target('1', '0.50', '0.07'), target('2', '20.00', '2.60')];
  expect(show(priceOrder(lines, byDocument).predicted)).toBe('20.50 2.67 23.17');
});

test('with tax rounded once at the end net amounts are met and the tax is never further off than with plain prices', () => {
  fc.assert(
    fc.property(fc.array(shopLine, { minLength: 1, maxLength: 12 }), (lines) => {
      const { predicted } = priceOrder(lines, byDocument);
      const untaxed = priceOrder(
        lines.map((line) => ({ ...line, taxes: [] })),
        byDocument,
      ).lines;
      const plain = untaxed.map((line, place) => ({ ...line, taxes: lines[place]?.taxes ?? [] }));
      const wanted = Number(sum(lines.map(({ taxAmount }) => taxAmount)));
      const off = (tax: Decimal) => Math.abs(Number(tax.units) - wanted);
      expect(predicted.amounts.map(formatShortest)).toEqual(lines.map(({ netAmount }) => formatShortest(netAmount)));
      expect(off(predicted.tax)).toBeLessThanOrEqual(off(predictTotals(plain, byDocument).tax));
    }),
    { numRuns: 500 },
  );
});

test('several taxes on one line are met together', () => {
  const { predicted } = priceOrder([target('3', '99.99', '8.87', ['0.0625', '0.02625'])], byLine);
  expect(show(predicted)).toBe('99.99 8.87 108.86');
});
