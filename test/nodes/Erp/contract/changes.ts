import type { Order } from '../../../../core/documents';
import type { ChangedOrder, SyncOrderOptions, SyncOrderResult } from '../../../../nodes/Erp/contract';
import type { OrderSpec } from '../support/orderBuilder';
import { buildAddress, buildOrder, freshId } from '../support/orderBuilder';
import type { Suite } from './support';
import { failureOf, options, twoLines } from './support';

/** Versions of one order, a minute apart. */
const at = (minute: number) => `2026-11-20T10:${String(minute).padStart(2, '0')}:00+08:00`;

const quotation = (changes: Partial<SyncOrderOptions> = {}): SyncOrderOptions => ({
  ...options({ targetState: 'quotation' }),
  ...changes,
});

/** A result that says what became of an order that stands in the ERP. */
function changed(result: SyncOrderResult): ChangedOrder {
  if (result.outcome !== 'applied' && result.outcome !== 'unchanged') throw new Error(`the order ended as ${result.outcome}`);
  return result;
}

/** An order that was edited or cancelled at its source, in whatever order its events arrive. */
export function describeChanges(suite: Suite): void {
  describe('order changes', () => {
    const spec = (): OrderSpec & { readonly id: string } => ({ id: freshId(), lines: twoLines(suite), updatedAt: at(1) });
    const edited = (first: OrderSpec, changes: Partial<OrderSpec> = {}): Order =>
      buildOrder({
        ...first,
        lines: [{ sku: suite.erp.otherSku, quantity: '2', net: '80.00' }],
        charges: [{ net: '25.00' }],
        updatedAt: at(2),
        ...changes,
      });

    test('an order is created, changed and cancelled by one operation, and every repeat changes nothing', async () => {
      const first = spec();
      const created = await suite.connection.syncOrder(buildOrder(first), quotation());
      expect(created).toMatchObject({ outcome: 'created', state: 'quotation' });
      expect(await suite.connection.syncOrder(buildOrder(first), quotation())).toMatchObject({ outcome: 'unchanged' });

      const applied = changed(await suite.connection.syncOrder(edited(first), quotation()));
      expect(applied).toMatchObject({
        outcome: 'applied',
        action: 'change',
        state: 'quotation',
        version: at(2),
        totals: { untaxed: '105.00' },
      });
      const stored = await suite.connection.getOrder(applied.id);
      expect(stored.lines.map(({ sku, quantity, amount }) => [sku, quantity, amount])).toEqual([
        [suite.erp.otherSku, '2', '80.00'],
        [suite.erp.shippingSku, '1', '25.00'],
      ]);
      expect(stored).toMatchObject({ id: 'id' in created ? created.id : '', number: applied.number, key: applied.key });
      expect(await suite.connection.syncOrder(edited(first), quotation())).toMatchObject({ outcome: 'unchanged' });

      const cancelled = edited(first, { status: 'cancelled', updatedAt: at(3) });
      const options3 = quotation();
      expect(await suite.connection.syncOrder(cancelled, options3)).toMatchObject({
        outcome: 'applied',
        action: 'cancel',
        state: 'cancelled',
      });
      expect(await suite.connection.syncOrder(cancelled, options3)).toMatchObject({ outcome: 'unchanged', action: 'cancel' });
      expect(await suite.erp.countOrders(applied.reference ?? '')).toBe(1);
    });

    test('an older version changes nothing and says which one stands', async () => {
      const first = spec();
      await suite.connection.syncOrder(edited(first, { updatedAt: at(2) }), quotation());
      expect(await suite.connection.syncOrder(buildOrder(first), quotation())).toMatchObject({
        outcome: 'superseded',
        version: at(1),
        by: at(2),
        totals: { untaxed: '105.00' },
      });
      expect(await suite.connection.createOrder(buildOrder(first), options({ targetState: 'quotation' }))).toMatchObject({
        outcome: 'superseded',
        by: at(2),
      });
    });

    test('a version in between that arrives after a newer one with the content of the first is refused', async () => {
      const first = spec();
      const asFirst = buildOrder({ ...first, updatedAt: at(3) });
      for (const order of [buildOrder(first), asFirst]) await suite.connection.syncOrder(order, quotation());
      expect(await suite.connection.syncOrder(edited(first), quotation())).toMatchObject({ outcome: 'superseded', by: at(3) });
    });

    test('buyer and addresses change with the lines, and the order stays one', async () => {
      const first = spec();
      await suite.connection.syncOrder(buildOrder(first), quotation());
      const moved = edited(first, {
        customer: { id: `m${freshId()}`, name: 'Fourth Hospital', email: 'ap@fourth.example' },
        shipTo: buildAddress({ streetLines: ['1 New Road'], city: 'Wuxi' }),
      });
      const result = changed(await suite.connection.syncOrder(moved, quotation()));
      expect(result.outcome).toBe('applied');
      expect(result.party.code).toContain(moved.customer?.id);
      expect(await suite.erp.countOrders(result.reference ?? '')).toBe(1);
      const again = await suite.connection.syncOrder(
        { ...moved, updatedAt: at(5), shipTo: buildAddress({ streetLines: ['2 Old Road'], city: 'Wuxi' }) },
        quotation(),
      );
      expect(again).toMatchObject({ outcome: 'applied', party: { code: result.party.code } });
      expect(await suite.erp.countAddresses(result.party.code)).toBe(3);
    });

    test('what does not reach the ERP, such as a payment, changes nothing there', async () => {
      const first = spec();
      const created = await suite.connection.syncOrder(buildOrder(first), quotation());
      const paid = buildOrder({ ...first, updatedAt: at(4), paymentStatus: 'paid' });
      const result = changed(await suite.connection.syncOrder(paid, quotation()));
      expect(result).toMatchObject({ outcome: 'unchanged', id: 'id' in created ? created.id : '', version: at(4) });
    });

    test('a note of the buyer is replaced with the order, a comment of the clerk is not', async () => {
      const first = { ...spec(), note: 'ring twice' };
      const created = await suite.connection.syncOrder(buildOrder(first), quotation());
      const second = changed(await suite.connection.syncOrder(edited(first, { note: 'ring once' }), quotation()));
      const texts = async () => suite.erp.readTexts({ ...second, outcome: 'existing' });
      expect((await texts()).comment).toBe('ring once');
      await suite.erp.writeComment('id' in created ? created.id : '', 'customer called');
      const third = changed(await suite.connection.syncOrder(edited(first, { note: 'no bell', updatedAt: at(6) }), quotation()));
      expect(third.warnings.join()).toContain('comment');
      expect((await texts()).comment).toBe('customer called');
    });

    test('a new version that the ERP cannot hold changes nothing', async () => {
      const first = spec();
      const created = await suite.connection.syncOrder(buildOrder(first), quotation());
      const impossible = edited(first, { lines: [{ sku: 'NO-SUCH-1', net: '10.00' }] });
      const failure = await failureOf(suite.connection.syncOrder(impossible, quotation()));
      expect(failure.text).toContain('NO-SUCH-1');
      const stored = await suite.connection.getOrder('id' in created ? created.id : '');
      expect(stored).toMatchObject({ state: 'quotation', totals: { untaxed: '3519.30' } });
    });

    test('a confirmed order is too late to change or cancel: what exists and what to do is said, and nothing is written', async () => {
      const first = spec();
      const confirmed = options() as SyncOrderOptions;
      const created = await suite.connection.syncOrder(buildOrder(first), confirmed);
      const id = 'id' in created ? created.id : '';
      await suite.erp.followUps(id);
      const late = await suite.connection.syncOrder(edited(first), confirmed);
      expect(late).toMatchObject({ outcome: 'tooLate', action: 'change', needs: 'person', version: at(2) });
      if (late.outcome !== 'tooLate') throw new Error(late.outcome);
      expect(late.followUps.map(({ kind, state, binding }) => [kind, state, binding])).toEqual([
        ['shipment', 'waiting', false],
        ['invoice', 'draft', false],
      ]);
      expect(late.differences.map(({ field }) => field)).toContain('totalAmount');
      expect(late.nextStep).toContain(late.number);
      const cancelled = await suite.connection.syncOrder(edited(first, { status: 'cancelled', updatedAt: at(3) }), confirmed);
      expect(cancelled).toMatchObject({ outcome: 'tooLate', action: 'cancel', differences: [] });
      expect(await suite.connection.getOrder(id)).toMatchObject({ totals: { untaxed: '3519.30' } });
      const paid = buildOrder({ ...first, updatedAt: at(9), paymentStatus: 'paid' });
      expect(await suite.connection.syncOrder(paid, confirmed)).toMatchObject({ outcome: 'unchanged' });
    });

    test('an order that was cancelled before it arrived is skipped, or leaves a record that keeps late creations out', async () => {
      const first = spec();
      const cancelled = buildOrder({ ...first, status: 'cancelled', updatedAt: at(3) });
      expect(await suite.connection.syncOrder(cancelled, quotation())).toMatchObject({ outcome: 'skipped', reason: 'cancelled' });
      expect(await suite.erp.countOrders(cancelled.number)).toBe(0);
      const recorded = quotation({ unknownCancelled: 'record' });
      expect(await suite.connection.syncOrder(cancelled, recorded)).toMatchObject({ outcome: 'skipped' });
      expect(await suite.connection.syncOrder(cancelled, recorded)).toMatchObject({ outcome: 'unchanged', state: 'cancelled' });
      expect(await suite.connection.syncOrder(buildOrder(first), quotation())).toMatchObject({
        outcome: 'superseded',
        state: 'cancelled',
        by: at(3),
      });
      expect(await suite.erp.countOrders(cancelled.number)).toBe(1);
    });

    test('a sale that a person cancelled stays cancelled, and that is said', async () => {
      const first = spec();
      const created = await suite.connection.syncOrder(buildOrder(first), quotation());
      await suite.erp.cancelByHand('id' in created ? created.id : '');
      const result = changed(await suite.connection.syncOrder(edited(first), quotation()));
      expect(result).toMatchObject({ outcome: 'unchanged', state: 'cancelled' });
      expect(result.warnings.join()).toContain('cancelled in the ERP');
    });

    test('changing an order that is not there is refused, cancelling it is nothing to do', async () => {
      const order = buildOrder(spec());
      const failure = await failureOf(suite.connection.changeOrder(order, options()));
      expect(failure).toMatchObject({ recovery: 'NeedsHuman', details: { code: 'not-found' } });
      expect(await suite.connection.cancelOrder(order, options())).toMatchObject({ outcome: 'skipped' });
    });

    test('an order is cancelled by name also when its document does not say so', async () => {
      const order = buildOrder(spec());
      await suite.connection.syncOrder(order, quotation());
      expect(await suite.connection.cancelOrder(order, quotation())).toMatchObject({ outcome: 'applied', state: 'cancelled' });
      expect(await suite.connection.syncOrder(order, quotation())).toMatchObject({ outcome: 'superseded', state: 'cancelled' });
    });

    test.each(['loseAnswerOfChange', 'loseRequestOfChange', 'loseAnswerOfReset'] as const)(
      'with %s the change is applied once and the answer is a success',
      async (fault) => {
        const first = spec();
        await suite.connection.syncOrder(buildOrder(first), quotation());
        const result = changed(await (await suite.erp.connect(fault)).syncOrder(edited(first), quotation()));
        expect(result).toMatchObject({ outcome: 'applied', state: 'quotation', totals: { untaxed: '105.00' } });
        expect((await suite.connection.getOrder(result.id)).lines).toHaveLength(2);
      },
    );

    test.each(['crashBeforeChange', 'crashBeforeQuote'] as const)('after %s the next run completes the change', async (fault) => {
      const first = spec();
      await suite.connection.syncOrder(buildOrder(first), quotation());
      await expect((await suite.erp.connect(fault)).syncOrder(edited(first), quotation())).rejects.toThrow('the program ended');
      const result = changed(await suite.connection.syncOrder(edited(first), quotation()));
      expect(result).toMatchObject({ state: 'quotation', totals: { untaxed: '105.00' } });
    });

    test('three versions at the same moment end as the newest, with one set of lines', async () => {
      const first = spec();
      const versions = [buildOrder(first), edited(first), edited(first, { lines: twoLines(suite), updatedAt: at(3) })];
      const results = await Promise.all(
        [...versions, ...versions].map(async (order) => (await suite.erp.connect()).syncOrder(order, quotation())),
      );
      const [last] = results;
      expect(await suite.erp.countOrders(versions[0]?.number ?? '')).toBe(1);
      const stored = await suite.connection.getOrder(last !== undefined && 'id' in last ? last.id : '');
      expect(stored).toMatchObject({ state: 'quotation', totals: { untaxed: '3544.30' } });
      expect(stored.lines).toHaveLength(3);
    });
  });
}
