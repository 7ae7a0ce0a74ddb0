import { randomUUID } from 'node:crypto';
import { buildAddress, buildOrder, freshId } from '../support/orderBuilder';
import type { Suite } from './support';
import { buyer, delivered, failureOf, options, twoLines } from './support';

/** An order arrives once, complete, or not at all. */
export function describeOrders(suite: Suite): void {
  describe('orders', () => {
    test('an order arrives with the same lines, taxes and totals, and can be found again', async () => {
      const order = buildOrder({ lines: twoLines(suite), customerReference: `PO-${freshId()}` });
      const result = delivered(await suite.connection.createOrder(order, options()));
      expect(result).toMatchObject({
        outcome: 'created',
        reference: order.customerReference,
        totals: { untaxed: '3519.30', tax: '457.51', total: '3976.81', currency: suite.erp.currency },
        order: { id: order.id, number: order.number },
        warnings: [],
      });
      const stored = await suite.connection.getOrder(result.id);
      expect(stored.lines.map(({ sku, quantity, amount }) => ({ sku, quantity, amount }))).toEqual([
        { sku: suite.erp.deviceSku, quantity: '3', amount: '3240.00' },
        { sku: suite.erp.otherSku, quantity: '7', amount: '279.30' },
      ]);
      expect(stored.orderDate).toBe('2026-11-20');
      for (const query of [{ reference: order.customerReference ?? '' }, { key: result.key }, { number: result.number ?? '' }]) {
        expect((await suite.connection.findOrders(query)).map(({ id }) => id)).toContain(result.id);
      }
    });

    test('the same order fifty times at once and again later is one order, one party, one set of addresses', async () => {
      const order = buildOrder({
        lines: [...twoLines(suite), { sku: suite.erp.deviceSku, net: '1200.00' }],
        charges: [{ net: '25.00' }],
      });
      const deliver = async () => delivered(await (await suite.erp.connect()).createOrder(order, options()));
      const results = await Promise.all(Array.from({ length: 50 }, deliver));
      const later = await deliver();
      expect(new Set([...results, later].map(({ id, number }) => `${id} ${number}`)).size).toBe(1);
      expect(results.filter(({ outcome }) => outcome === 'created')).toHaveLength(1);
      expect(later.outcome).toBe('existing');
      expect(await suite.erp.countOrders(order.number)).toBe(1);
      expect(await suite.erp.countParties(later.party.code)).toBe(1);
      expect(await suite.erp.countAddresses(later.party.code)).toBe(2);
      expect(await suite.erp.followUps(later.id)).toEqual({ shipments: 1, invoices: 1 });
    }, 240_000);

    test('two lines with the same article stay two lines', async () => {
      const order = buildOrder({
        lines: [
          { sku: suite.erp.deviceSku, quantity: '1', net: '1200.00', description: 'for ward 1' },
          { sku: suite.erp.deviceSku, quantity: '2', net: '2160.00', description: 'for ward 2' },
        ],
      });
      const { lines } = await suite.connection.getOrder(delivered(await suite.connection.createOrder(order, options())).id);
      expect(lines.map(({ sku, quantity, description }) => [sku, quantity, description])).toEqual([
        [suite.erp.deviceSku, '1', 'for ward 1'],
        [suite.erp.deviceSku, '2', 'for ward 2'],
      ]);
    });

    test('an article can be named by its GTIN alone', async () => {
      const order = buildOrder({ lines: [{ gtin: suite.erp.otherGtin, net: '39.90' }] });
      const first = delivered(await suite.connection.createOrder(order, options()));
      const again = delivered(await suite.connection.createOrder(order, options()));
      expect((await suite.connection.getOrder(first.id)).lines[0]?.sku).toBe(suite.erp.otherSku);
      expect(again).toMatchObject({ outcome: 'existing', id: first.id });
    });

    test('everything that is missing is named at once, and nothing is written', async () => {
      const order = buildOrder({
        currency: 'JPY',
        lines: [
          { sku: 'NO-SUCH-1', net: '10.00' },
          { sku: 'NO-SUCH-2', net: '10.00', rate: '0.21' },
          { sku: suite.erp.deviceSku, net: '10.00', unit: 'XBX' },
          { sku: suite.erp.deviceSku, net: '10.00', unit: 'KGM' },
          { sku: suite.erp.deviceSku, net: '10.00', quantity: '2.5' },
        ],
        charges: [{ kind: 'tip', net: '1.00' }],
      });
      const failure = await failureOf(suite.connection.createOrder(order, options()));
      expect(failure.recovery).toBe('NeedsHuman');
      for (const named of ['NO-SUCH-1', 'NO-SUCH-2', '0.21', 'JPY', 'XBX', 'KGM', '2.5', 'Other Charges Product'])
        expect(failure.text).toContain(named);
      expect(await suite.erp.countOrders(order.number)).toBe(0);
      const request = buyer({ id: order.customer?.id });
      expect((await suite.connection.findOrCreateParty(request)).outcome).toBe('created');
    });

    test('an order without any address needs one at its party before anything is written', async () => {
      const order = buildOrder({ lines: twoLines(suite), billTo: undefined, shipTo: undefined });
      const failure = await failureOf(suite.connection.createOrder(order, options()));
      expect(failure.text).toContain('address');
      const known = { ...order, customer: { ...order.customer, number: suite.erp.knownPartyCode } };
      expect(delivered(await suite.connection.createOrder(known, options())).party.code).toBe(suite.erp.knownPartyCode);
    });

    test('emoji and four-byte characters arrive, control characters are cleaned', async () => {
      const order = buildOrder({
        lines: [{ sku: suite.erp.deviceSku, net: '1200.00', description: '支架 😀\u0007 𠮷野\tSize M' }],
        customer: { id: `e${freshId()}`, name: '第一医院 😀\u0000 𠮷\n田' },
        billTo: buildAddress({ company: undefined, name: undefined, streetLines: ['𠮷祥路 1\u0001号 🏥', 'line\u000btwo'] }),
        shipTo: undefined,
        note: 'Ring the bell 🔔\u0008\nthen wait',
      });
      const texts = await suite.erp.readTexts(delivered(await suite.connection.createOrder(order, options())));
      expect(texts).toEqual({
        party: '第一医院 😀 𠮷 田',
        street: expect.stringMatching(/^𠮷祥路 1号 🏥\nlinetwo/u) as string,
        line: '支架 😀 𠮷野 Size M',
        comment: 'Ring the bell 🔔\nthen wait',
      });
    });

    test('a cancelled order is skipped, and an order that stands already is pointed at', async () => {
      const order = buildOrder({ lines: twoLines(suite) });
      const skipped = await suite.connection.createOrder({ ...order, status: 'cancelled' }, options());
      expect(skipped).toMatchObject({ outcome: 'skipped', reason: 'cancelled', warnings: [] });
      expect(await suite.erp.countOrders(order.number)).toBe(0);
      const { number } = delivered(await suite.connection.createOrder(order, options()));
      const later = await suite.connection.createOrder({ ...order, status: 'cancelled' }, options());
      expect(later.outcome).toBe('skipped');
      expect(later.warnings[0]).toContain(number);
    });

    test('a test order is refused unless it is wanted', async () => {
      const order = buildOrder({ lines: twoLines(suite), test: true });
      const failure = await failureOf(suite.connection.createOrder(order, options()));
      expect(failure).toMatchObject({ recovery: 'NeedsHuman', details: { code: 'test-order' } });
      expect(await suite.erp.countOrders(order.number)).toBe(0);
      expect(delivered(await suite.connection.createOrder(order, options({ testOrders: 'create' }))).outcome).toBe('created');
    });

    test.each(['draft', 'quotation'] as const)('an order can stop as a %s and be taken on later', async (targetState) => {
      const order = buildOrder({ lines: twoLines(suite) });
      const first = delivered(await suite.connection.createOrder(order, options({ targetState })));
      expect(first.state).toBe(targetState);
      const second = delivered(await suite.connection.createOrder(order, options()));
      expect(second).toMatchObject({ outcome: 'existing', id: first.id });
      expect(['confirmed', 'processing']).toContain(second.state);
    });

    test('an unknown id is a failure and an unknown reference finds nothing', async () => {
      expect((await failureOf(suite.connection.getOrder('999999999'))).recovery).toBe('NeedsHuman');
      expect((await failureOf(suite.connection.getOrder('not-a-number'))).recovery).toBe('NeedsHuman');
      expect(await suite.connection.findOrders({ reference: randomUUID() })).toEqual([]);
    });
    test('the same id with other content is reported by field, without personal values, and the order stays as it was', async () => {
      const order = buildOrder({ lines: twoLines(suite) });
      const first = delivered(await suite.connection.createOrder(order, options()));
      const changed = buildOrder({
        ...order,
        lines: [{ sku: suite.erp.otherSku, quantity: '2', net: '80.00' }, ...twoLines(suite).slice(1)],
        charges: [],
      });
      const failure = await failureOf(suite.connection.createOrder(changed, options()));
      expect(failure.text).toContain('lines[0].product');
      expect(failure.text).toContain('totalAmount');
      for (const personal of ['Li Lei', 'hospital.example', 'Care Street', '0000']) expect(failure.text).not.toContain(personal);
      expect(await suite.connection.getOrder(first.id)).toMatchObject({ totals: first.totals });
    });
  });
}
