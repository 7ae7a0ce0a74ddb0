import { buildOrder, freshId, inclusiveLine } from '../support/orderBuilder';
import type { Suite } from './support';
import { delivered, failureOf, options } from './support';

/** Amounts arrive to the last digit, or the order does not. */
export function describeAmounts(suite: Suite): void {
  describe('amounts', () => {
    test.each([
      [
        'prices with tax',
        () => ({
          pricesIncludeTax: true,
          lines: [inclusiveLine(suite.erp.deviceSku, '3', '1199.99'), inclusiveLine(suite.erp.otherSku, '7', '45.09')],
        }),
      ],
      [
        'shipping and a discount',
        () => ({
          lines: [{ sku: suite.erp.deviceSku, quantity: '3', net: '3140.01', discount: '99.99' }],
          charges: [{ net: '25.00' }],
        }),
      ],
      [
        'a free article and a charge of nothing',
        () => ({
          lines: [
            { sku: suite.erp.deviceSku, net: '1200.00' },
            { sku: suite.erp.otherSku, net: '0.00' },
          ],
          charges: [{ net: '0.00' }],
        }),
      ],
      [
        'a foreign currency',
        () => ({ currency: suite.erp.foreignCurrency, lines: [{ sku: suite.erp.deviceSku, net: '99.99' }] }),
      ],
      [
        'two rates',
        () => ({
          lines: [
            { sku: suite.erp.deviceSku, net: '99.99' },
            { sku: suite.erp.otherSku, net: '99.99', rate: suite.erp.reducedRate },
          ],
        }),
      ],
      [
        'a rate of zero and no tax at all',
        () => ({
          lines: [
            { sku: suite.erp.deviceSku, net: '10.00', rate: '0' },
            { sku: suite.erp.otherSku, net: '10.00', rate: '', tax: '0.00' },
          ],
        }),
      ],
      [
        'thirds',
        () => ({
          lines: [
            { sku: suite.erp.deviceSku, quantity: '3', net: '10.00' },
            { sku: suite.erp.otherSku, quantity: '7', net: '100.00' },
          ],
        }),
      ],
      [
        'ties rounded up',
        () => ({
          lines: [
            { sku: suite.erp.deviceSku, net: '0.50', tax: '0.07' },
            { sku: suite.erp.deviceSku, net: '1.50', tax: '0.20' },
            { sku: suite.erp.otherSku, net: '0.50', tax: '0.07' },
          ],
        }),
      ],
      [
        'ties rounded down',
        () => ({
          lines: [
            { sku: suite.erp.deviceSku, net: '0.50', tax: '0.06' },
            { sku: suite.erp.deviceSku, net: '1.50', tax: '0.19' },
          ],
        }),
      ],
      [
        'many small amounts',
        () => ({
          lines: Array.from({ length: 30 }, (_, place) => ({
            sku: suite.erp.otherSku,
            quantity: String(place + 1),
            net: (0.05 * (place + 1)).toFixed(2),
          })),
        }),
      ],
      ['a large quantity', () => ({ lines: [{ sku: suite.erp.otherSku, quantity: '97', net: '1234.56' }] })],
    ])('the total is met to the last digit with %s', async (_, spec) => {
      const order = buildOrder(spec());
      const result = delivered(await suite.connection.createOrder(order, options()));
      expect(result.totals.total).toBe(order.totals.totalAmount);
      expect(result.totals.tax).toBe(order.totals.taxAmount);
    });

    test('an amount that no price can reach is refused before anything is written, or goes to a rounding line', async () => {
      // One digit of the unit price is worth 1.00 here, so 1234.56 cannot be met.
      const order = buildOrder({ lines: [{ sku: suite.erp.otherSku, quantity: '9999', net: '1234.56' }] });
      const failure = await failureOf(suite.connection.createOrder(order, options()));
      expect(failure.details.differences).toEqual(
        expect.arrayContaining([expect.objectContaining({ field: 'totalAmount', expected: order.totals.totalAmount })]),
      );
      expect(await suite.erp.countOrders(order.number)).toBe(0);
      const rounding = options({
        onTotalDifference: 'addRoundingLine',
        roundingProduct: suite.erp.shippingSku,
        roundingTolerance: '1.00',
      });
      const first = delivered(await suite.connection.createOrder(order, rounding));
      expect(first.totals.total).toBe(order.totals.totalAmount);
      expect(delivered(await suite.connection.createOrder(order, rounding))).toMatchObject({ outcome: 'existing', id: first.id });
      const tooSmall = options({ ...rounding, roundingTolerance: '0.01' });
      expect(
        (
          await failureOf(
            suite.connection.createOrder(
              buildOrder({
                ...order,
                id: freshId(),
                lines: [{ sku: suite.erp.otherSku, quantity: '9999', net: '1234.56' }],
                charges: [],
              }),
              tooSmall,
            ),
          )
        ).recovery,
      ).toBe('NeedsHuman');
    });
  });
}
