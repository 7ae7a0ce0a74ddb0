import type { DocumentReference, Link } from '../../../core/hub';
import { DocumentLinks } from '../../src/links';
import { describeStores } from '../support/databases';
import { FakeAudit } from '../support/storeFakes';

const KEY = { kind: 'key', id: 'n8n' } as const;
const AT_MS = Date.UTC(2026, 10, 2);

const document = (documentType: string, id: string, number?: string): DocumentReference => ({
  ...{ system: documentType === 'order' ? 'shopify' : 'tryton', tenant: 'one', documentType, id },
  ...(number !== undefined && { number }),
});
const ORDER = document('order', '42', '#1001');
const SALE = document('sale', '7', 'SO7');
const SHIPMENT = document('shipment', '8');
const INVOICE = document('invoice', '9', 'INV9');
const link = (from: DocumentReference, to: DocumentReference, relation: string): Link => ({ from, to, relation });
const CHAIN = [link(ORDER, SALE, 'becameOrder'), link(SALE, SHIPMENT, 'shippedBy'), link(SALE, INVOICE, 'invoicedBy')];

describeStores('links between documents', (open) => {
  async function make(): Promise<{ links: DocumentLinks; audit: FakeAudit }> {
    const audit = new FakeAudit();
    return { links: new DocumentLinks({ database: await open(), clock: { now: () => AT_MS }, audit }), audit };
  }

  it('show the whole chain from any of its documents, in both directions', async () => {
    const { links } = await make();
    await links.record(CHAIN, KEY);
    for (const start of [ORDER, SALE, SHIPMENT, INVOICE]) {
      const graph = await links.graph(start, 5);
      expect(graph.documents[0]).toEqual(start);
      expect(graph.documents).toHaveLength(4);
      const named = graph.links.map(({ from, to, relation }) => [graph.documents[from], relation, graph.documents[to]]);
      expect(new Set(named.map((one) => JSON.stringify(one)))).toEqual(
        new Set(CHAIN.map(({ from, to, relation }) => JSON.stringify([from, relation, to]))),
      );
    }
  });

  it('are followed no further than asked for', async () => {
    const { links } = await make();
    await links.record(CHAIN, KEY);
    expect(await links.graph(ORDER, 1)).toEqual({
      documents: [ORDER, SALE],
      links: [{ from: 0, to: 1, relation: 'becameOrder', atMs: AT_MS }],
    });
  });

  it('are there once, however often they are added, and audited when they are new', async () => {
    const { links, audit } = await make();
    await links.record(CHAIN, KEY);
    await links.record(CHAIN, KEY);
    expect((await links.graph(ORDER, 5)).links).toHaveLength(3);
    expect(audit.entries).toHaveLength(3);
    expect(audit.entries[0]).toMatchObject({
      type: 'link.added',
      actor: KEY,
      object: { kind: 'document', id: 'shopify/one/order/42' },
      body: { relation: 'becameOrder', to: 'tryton/one/sale/7' },
    });
  });

  it('keep a number that was known before, and take a newer one', async () => {
    const { links } = await make();
    await links.record([link(ORDER, SALE, 'becameOrder')], KEY);
    await links.record([link({ ...ORDER, number: undefined }, { ...SALE, number: 'SO7/2' }, 'becameOrder')], KEY);
    expect((await links.graph(ORDER, 1)).documents).toEqual([ORDER, { ...SALE, number: 'SO7/2' }]);
  });

  it('find a document by its id or its number, with or without the sign in front', async () => {
    const { links } = await make();
    await links.record(CHAIN, KEY);
    expect(await links.find('42')).toEqual([ORDER]);
    expect(await links.find(' 1001 ')).toEqual([ORDER]);
    expect(await links.find('#1001')).toEqual([ORDER]);
    expect(await links.find('100')).toEqual([]);
    expect(await links.find('%')).toEqual([]);
  });

  it('keep two tenants with equal numbers apart', async () => {
    const { links } = await make();
    const other = { ...ORDER, tenant: 'two' };
    await links.record([link(ORDER, SALE, 'becameOrder'), link(other, { ...SALE, tenant: 'two' }, 'becameOrder')], KEY);
    expect((await links.graph(ORDER, 9)).documents).toHaveLength(2);
    expect(await links.find('42')).toEqual([ORDER, other]);
  });

  it('go round in circles without an end, and stop at 500 documents', async () => {
    const { links } = await make();
    await links.record([link(ORDER, SALE, 'becameOrder'), link(SALE, ORDER, 'reportedTo')], KEY);
    expect((await links.graph(ORDER, 20)).links).toHaveLength(2);
    await links.record(
      Array.from({ length: 600 }, (_, number) => link(SALE, document('shipment', String(number)), 'shippedBy')),
      KEY,
    );
    const graph = await links.graph(ORDER, 20);
    expect(graph.documents).toHaveLength(500);
    expect(Math.max(...graph.links.flatMap(({ from, to }) => [from, to]))).toBeLessThan(500);
  });

  it('of a document that nobody has named are none', async () => {
    const { links } = await make();
    expect(await links.graph(ORDER, 3)).toEqual({ documents: [], links: [] });
  });
});
