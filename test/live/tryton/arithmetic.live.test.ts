import fc from 'fast-check';
import type { Decimal } from '../../../core/decimal';
import { formatDecimal, formatShortest, parseDecimal, ZERO } from '../../../core/decimal';
import { searchRead, TrytonClient, wireDecimal } from '../../../nodes/Erp/systems/tryton/client';
import type { LineTarget } from '../../../nodes/Erp/systems/tryton/pricing';
import { priceOrder } from '../../../nodes/Erp/systems/tryton/pricing';
import { fetchTransport } from '../../nodes/Erp/support/fetchTransport';
import { liveTryton, skipReason } from './peer';

const reason = skipReason();
const SALES = 40;
const SEED = 20_261_122;
const RATES = ['0.13', '0.03', '0'];

const decimal = (text: string): Decimal => parseDecimal(text) ?? ZERO;

interface DrawnLine {
  readonly quantity: number;
  readonly netCents: number;
  readonly rate: string;
  readonly taxOff: number;
}

/** Net amounts of every size, and taxes that a shop rounded now and then to the other side. */
const drawnLine: fc.Arbitrary<DrawnLine> = fc.record({
  quantity: fc.integer({ min: 1, max: 30 }),
  netCents: fc.oneof(fc.integer({ min: 0, max: 300 }), fc.integer({ min: 0, max: 900_000 })),
  rate: fc.constantFrom(...RATES),
  taxOff: fc.constantFrom(0, 0, 0, 1, -1),
});

(reason === undefined ? test : test.skip)(
  `the prices chosen for random orders make the real ERP show what was predicted${reason === undefined ? '' : `: ${reason}`}`,
  async () => {
    const client = new TrytonClient(fetchTransport(liveTryton), {
      sleep: async () => undefined,
      random: Math.random,
      user: liveTryton.user,
    });
    const one = async (model: string, domain: readonly unknown[], fields: readonly string[]) => {
      const [row] = await searchRead(client, model, domain, { fields });
      if (row === undefined) throw new Error(`no ${model}`);
      return row;
    };
    const party = await one('party.party', [['code', '=', 'CUST-002']], ['addresses']);
    const product = await one('product.product', [['code', '=', 'GLOVE-M-100']], ['sale_uom']);
    const taxes = await searchRead(client, 'account.tax', [['parent', '=', null]], { fields: ['rate'] });
    const taxId = (rate: string) => taxes.find((tax) => Number(tax.rate) === Number(rate))?.id ?? 0;

    let lines = 0;
    let exact = 0;
    for (const drawn of fc.sample(fc.array(drawnLine, { minLength: 1, maxLength: 25 }), { numRuns: SALES, seed: SEED })) {
      const targets = drawn.map((line): LineTarget => toTarget(line, taxId(line.rate)));
      const { lines: priced, predicted } = priceOrder(targets, { step: decimal('0.01'), taxRounding: 'line' });
      const values = {
        party: party.id,
        lines: [
          [
            'create',
            priced.map(({ quantity, unitPrice, taxes: own }, place) => ({
              type: 'line',
              sequence: place + 1,
              product: product.id,
              unit: product.sale_uom,
              quantity: Number(formatShortest(quantity)),
              unit_price: wireDecimal(formatDecimal(unitPrice)),
              taxes: [['add', own.map(({ id }) => id)]],
            })),
          ],
        ],
      };
      const [id] = (await client.call('sale.sale', 'create', [[values]], 'write')) as number[];
      const sale = await one('sale.sale', [['id', '=', id]], ['untaxed_amount', 'tax_amount', 'total_amount']);
      expect([sale.untaxed_amount, sale.tax_amount, sale.total_amount].map((text) => Number(text))).toEqual(
        [predicted.untaxed, predicted.tax, predicted.total].map((amount) => Number(formatDecimal(amount))),
      );
      const wanted = targets.reduce((sum, { taxAmount }) => sum + Number(taxAmount.units), 0);
      lines += targets.length;
      exact += Number(predicted.tax.units) === wanted ? 1 : 0;
      await client.call('sale.sale', 'delete', [[id]], 'write');
    }
    expect(lines).toBeGreaterThan(SALES);
    expect(exact).toBeGreaterThan(0);
  },
);

function toTarget({ quantity, netCents, rate, taxOff }: DrawnLine, taxId: number): LineTarget {
  const hundredths = Math.round(Number(rate) * 100);
  const taxCents = Math.max(0, Math.floor((netCents * hundredths + 50) / 100) + (hundredths === 0 ? 0 : taxOff));
  return {
    quantity: { units: quantity, scale: 0 },
    netAmount: { units: netCents, scale: 2 },
    taxAmount: { units: taxCents, scale: 2 },
    taxes: [{ id: taxId, rate: decimal(rate) }],
  };
}
