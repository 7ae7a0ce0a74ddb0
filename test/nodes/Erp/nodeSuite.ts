import type { TrytonPeer } from './support/trytonHarness';
import { buildOrder, freshId } from './support/orderBuilder';
import { runErpNode } from './support/runErpNode';

/** The node as n8n runs it, against a Tryton that was seeded by `20-seed.py`, real or simulated. */
export function describeErpNode(name: string, start: () => Promise<TrytonPeer>): void {
  describe(`the ERP node on n8n's engine with ${name}`, () => {
    let peer: TrytonPeer;
    beforeAll(async () => {
      peer = await start();
    }, 120_000);
    afterAll(async () => peer?.close?.());

    const credential = (changes: object = {}) => ({
      url: peer.url,
      database: peer.database,
      user: peer.user,
      password: peer.password,
      allowHttp: true,
      sessionToken: '',
      ...changes,
    });
    const create = { resource: 'order', operation: 'create', targetState: 'confirmed' };
    const order = () =>
      buildOrder({ lines: [{ sku: 'STENT-35-18', quantity: '3', net: '3240.00' }], charges: [{ net: '25.00' }] });

    test('orders in one execution are written once each, linked to their items, with one sign-in', async () => {
      const stored = credential();
      const documents = [order(), order()];
      const first = await runErpNode(stored, create, documents);
      expect(first.error).toBeUndefined();
      expect(first.items.map(({ json, pairedItem }) => [json.outcome, pairedItem, (json.order as { id: string }).id])).toEqual([
        ['created', { item: 0 }, documents[0]?.id],
        ['created', { item: 1 }, documents[1]?.id],
      ]);
      expect(first.items[0]?.json).toMatchObject({
        system: 'tryton',
        totals: { untaxed: '3265.00', tax: '424.45', total: '3689.45', currency: 'CNY' },
      });
      expect(stored.sessionToken).not.toBe('');
      const session = stored.sessionToken;
      const again = await runErpNode(stored, create, documents);
      expect(again.items.map(({ json }) => [json.outcome, json.id])).toEqual(
        first.items.map(({ json }) => ['existing', json.id]),
      );
      expect(stored.sessionToken).toBe(session);
    });

    test('an ended session is renewed once and the order is written', async () => {
      const ended = Buffer.from(`${peer.user}:2:${'0'.repeat(64)}`).toString('base64');
      const stored = credential({ sessionToken: ended });
      const { items, error } = await runErpNode(stored, create, [order()]);
      expect(error).toBeUndefined();
      expect(items[0]?.json.outcome).toBe('created');
      expect(stored.sessionToken).not.toBe(ended);
    });

    test('an order that cannot be written goes to the error output with its reason, the others go through', async () => {
      const bad = buildOrder({ lines: [{ sku: 'NO-SUCH-1', net: '10.00' }] });
      const { items, errorItems } = await runErpNode(credential(), create, [bad, order()], 'continueErrorOutput');
      expect(items.map(({ json }) => json.outcome)).toEqual(['created']);
      expect(errorItems).toHaveLength(1);
      // n8n puts the reason beside the fields of the item that failed.
      const { error, details } = errorItems[0]?.json ?? {};
      expect(error).toContain('SKU NO-SUCH-1 not found');
      expect(details).toMatchObject({
        recovery: 'NeedsHuman',
        nextStep: expect.stringContaining('Nothing was written') as string,
      });
      expect(JSON.stringify({ error, details })).not.toContain('Li Lei');
    });

    test('a document that is no order is refused with its place before anything is sent', async () => {
      const { error } = await runErpNode(credential({ url: 'http://127.0.0.1:9' }), create, [{ ...order(), currency: 'yuan' }]);
      expect(error?.message).toContain('/currency');
    });

    test('a wrong password stops the node with what to check and without the password', async () => {
      const { error } = await runErpNode(credential({ password: 'wrong-Passw0rd' }), create, [order()]);
      const text = `${error?.message} ${error?.description}`;
      expect(text).toMatch(/user and password/);
      expect(text).not.toContain('wrong-Passw0rd');
    });

    test('an unreachable ERP says so and what to do', async () => {
      const { error } = await runErpNode(credential({ url: 'http://127.0.0.1:9' }), create, [order()]);
      expect(`${error?.message} ${error?.description}`).toMatch(/Nothing was sent. Check the URL/);
    });

    test('plain HTTP without the switch is refused before anything is sent', async () => {
      const { error } = await runErpNode(credential({ allowHttp: false }), create, [order()]);
      expect(error?.message).toMatch(/https/);
    });

    test('products, parties and orders are found, and what is not there says so', async () => {
      const stored = credential();
      const sku = await runErpNode(stored, { resource: 'product', operation: 'findBySku', sku: 'STENT-35-18' }, [{}]);
      expect(sku.items[0]?.json).toMatchObject({ found: true, sku: 'STENT-35-18', unit: 'EA' });
      const none = await runErpNode(stored, { resource: 'product', operation: 'findByGtin', gtin: '00000000000000' }, [{}]);
      expect(none.items[0]?.json).toEqual({ found: false, gtin: '00000000000000' });
      const written = order();
      const { items } = await runErpNode(stored, create, [written]);
      const byReference = await runErpNode(
        stored,
        { resource: 'order', operation: 'find', findBy: 'reference', findValue: written.number },
        [{}],
      );
      expect(byReference.items[0]?.json).toMatchObject({ found: true, id: items[0]?.json.id });
      const got = await runErpNode(stored, { resource: 'order', operation: 'get', orderId: items[0]?.json.id }, [{}]);
      expect(got.items[0]?.json).toMatchObject({ key: items[0]?.json.key });
      const empty = await runErpNode(stored, { resource: 'order', operation: 'find', findBy: 'reference', findValue: ' ' }, [{}]);
      expect(empty.error?.message).toBe('Value is empty');
    });

    test('a party document makes one party', async () => {
      const party = {
        type: 'party',
        schemaVersion: '1',
        system: 'shopify',
        tenant: 'suzhou-medtrade.myshopify.com',
        id: `n${freshId()}`,
        number: '77',
        updatedAt: '2026-11-20T10:15:30+08:00',
        name: 'Third Hospital',
        roles: ['customer'],
        addresses: [
          { uses: ['invoice', 'delivery'], address: { streetLines: ['9 Care Street'], city: 'Nanjing', countryCode: 'CN' } },
        ],
      };
      const parameters = { resource: 'party', operation: 'findOrCreate' };
      const first = await runErpNode(credential(), parameters, [party]);
      const second = await runErpNode(credential(), parameters, [party]);
      expect(first.error).toBeUndefined();
      expect([first.items[0]?.json.outcome, second.items[0]?.json.outcome]).toEqual(['created', 'existing']);
      expect(second.items[0]?.json.id).toBe(first.items[0]?.json.id);
    });
  });
}
