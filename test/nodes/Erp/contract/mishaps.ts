import { buildOrder } from '../support/orderBuilder';
import type { Suite } from './support';
import { delivered, failureOf, options, twoLines } from './support';

/** Whatever is lost on the way, there is one order and the truth is told about it. */
export function describeMishaps(suite: Suite): void {
  describe('mishaps', () => {
    test.each(['crashAfterOrderCreate', 'crashBeforeConfirm'] as const)(
      'after %s the next run completes the same order',
      async (fault) => {
        const order = buildOrder({ lines: twoLines(suite) });
        await expect((await suite.erp.connect(fault)).createOrder(order, options())).rejects.toThrow('the program ended');
        expect(await suite.erp.countOrders(order.number)).toBe(1);
        const resumed = delivered(await suite.connection.createOrder(order, options()));
        expect(resumed.outcome).toBe('existing');
        expect(['confirmed', 'processing']).toContain(resumed.state);
        expect(await suite.erp.countOrders(order.number)).toBe(1);
        expect(await suite.erp.followUps(resumed.id)).toEqual({ shipments: 1, invoices: 1 });
      },
    );

    test.each(['loseAnswerOfOrderCreate', 'loseRequestOfOrderCreate', 'loseAnswerOfConfirm', 'endSessionMidRun'] as const)(
      'with %s there is one order and the answer is a success',
      async (fault) => {
        const order = buildOrder({ lines: twoLines(suite) });
        const result = delivered(await (await suite.erp.connect(fault)).createOrder(order, options()));
        expect(['confirmed', 'processing']).toContain(result.state);
        expect(await suite.erp.countOrders(order.number)).toBe(1);
        expect(await suite.erp.followUps(result.id)).toEqual({ shipments: 1, invoices: 1 });
      },
    );

    test('a step that the ERP answers but does not do is a failure that names the order', async () => {
      const order = buildOrder({ lines: twoLines(suite) });
      const failure = await failureOf((await suite.erp.connect('silentConfirm')).createOrder(order, options()));
      expect(failure).toMatchObject({ recovery: 'NeedsHuman', details: { code: 'silent-button' } });
      expect(failure.text).toContain(order.number);
    });

    test('an order that the ERP stores differently is withdrawn and reported with both figures', async () => {
      const order = buildOrder({ lines: twoLines(suite) });
      const failure = await failureOf((await suite.erp.connect('storeOtherQuantity')).createOrder(order, options()));
      expect(failure.recovery).toBe('NeedsHuman');
      expect(failure.details.differences).toEqual(
        expect.arrayContaining([{ field: 'lines[0].quantity', expected: '3', actual: '4', difference: '1' }]),
      );
      expect(await suite.erp.countOrders(order.number)).toBe(0);
    });
  });
}
