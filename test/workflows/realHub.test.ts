import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { IDataObject } from 'n8n-workflow';
import { MedSupplyHubApi } from '../../credentials/MedSupplyHubApi.credentials';
import { Hub as HubNode } from '../../nodes/Hub/Hub.node';
import { PRESETS } from '../../hub/src/access';
import type { Hub } from '../../hub/src/service/createHub';
import { createHub } from '../../hub/src/service/createHub';
import { readSettings } from '../../hub/src/service/settings';
import type { Template } from '../../sandbox/src/engine';
import { Engine } from '../../sandbox/src/engine';
import type { ShopifySimulator } from '../../sandbox/src/shopify';
import { SANDBOX_CREDENTIALS, startShopifySimulator } from '../../sandbox/src/shopify';
import type { TrytonSimulator } from '../../sandbox/src/tryton';
import { startTrytonSimulator } from '../../sandbox/src/tryton';
import { FakeHttp } from '../support/fakeHttp';
import { executeContext } from '../support/n8nContext';

/* Template 01 on n8n-core between the simulators and the hub itself, over HTTP: intake, push, claim, settle, report. */

const root = path.resolve(__dirname, '../..');
const shipped = JSON.parse(readFileSync(path.join(root, 'workflows/01-order-sync-shopify.json'), 'utf8')) as Template;
const template: Template = {
  ...shipped,
  nodes: shipped.nodes.map((node) =>
    node.type.startsWith('n8n-nodes-medsupply.')
      ? {
          ...node,
          credentials: { ...node.credentials, medSupplyHubApi: { id: '1', name: 'Hub' } },
          ...(node.type.endsWith('shopifyTrigger')
            ? { parameters: { ...node.parameters, hubOptions: { batchDelayMs: 0 } } }
            : {}),
        }
      : node,
  ),
};
const buyer = {
  email: 'dr.smith@clinic.example',
  firstName: 'Anna',
  lastName: 'Smith',
  address: { lastName: 'Smith', address1: '9 Care Street', city: 'Nanjing', zip: '210000', country: 'China', countryCode: 'CN' },
};
const silent = { debug: () => undefined, info: () => undefined, warn: () => undefined, error: () => undefined };

let folder: string;
let hub: Hub;
let credential: { readonly url: string; readonly apiKey: string };
let shop: ShopifySimulator;
let erp: TrytonSimulator;
let engine: Engine;

beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'medsupply-'));
  // The address that platforms call has to be known before the hub listens.
  const publicPort = String(await freePort());
  hub = await createHub(readSettings({}, { data: folder, publicPort, privatePort: '0' }), { log: silent });
  const { text } = await hub.parts.access.create('n8n', PRESETS.n8n, { kind: 'person', id: 'test' });
  const { privateAddress } = await hub.start();
  credential = { url: privateAddress, apiKey: text };
  shop = await startShopifySimulator();
  erp = await startTrytonSimulator();
  engine = await Engine.start({
    packFolder: root,
    credentials: {
      medSupplyShopifyClientApi: {
        shop: shop.shop.domain,
        clientId: SANDBOX_CREDENTIALS.clientId,
        clientSecret: SANDBOX_CREDENTIALS.clientSecret,
        sandboxUrl: shop.url,
      },
      medSupplyTrytonApi: {
        url: erp.url,
        allowHttp: true,
        database: erp.database,
        user: 'connector',
        password: 'Conn3ctor-2026!',
      },
      medSupplyHubApi: credential,
    },
  });
  await engine.activate(template);
}, 60_000);

afterAll(async () => {
  await engine?.close();
  await shop?.close();
  await erp?.close();
  await hub?.stop();
  rmSync(folder, { recursive: true, force: true });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

/** Waits until the hub has nothing unfinished, or gives up. */
async function settled(): Promise<Readonly<Record<string, number>>> {
  await shop.idle();
  const giveUpMs = Date.now() + 20_000;
  for (;;) {
    const { byState } = await hub.parts.inbox.backlog();
    const unfinished = (byState.ready ?? 0) + (byState.leased ?? 0) + (byState.unknown ?? 0);
    if (unfinished === 0 || Date.now() > giveUpMs) return byState as Readonly<Record<string, number>>;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
}
const salesOf = (orderId: bigint) => erp.listSales().filter(({ webId }) => webId?.endsWith(`/order/${orderId}`));

test('orders that Shopify announces to the hub become one sale each, and nothing is left over', async () => {
  const orders = Array.from({ length: 8 }, () =>
    shop.placeOrder({ customer: buyer, lines: [{ sku: 'GLOVE-M-100', quantity: 1 }] }),
  );
  const backlog = await settled();
  expect(backlog).not.toMatchObject({ ready: expect.anything() });
  expect(backlog.parked ?? 0).toBe(0);
  for (const { id } of orders) expect(salesOf(id)).toHaveLength(1);
  const effects = await hub.parts.effects.list({ limit: 100 });
  expect(effects.map(({ state }) => state)).toEqual(orders.map(() => 'done'));
  expect(effects[0]).toMatchObject({ mapping: { id: 'shopify/order.in' }, result: { outcome: expect.any(String) } });
}, 30_000);

test('an order that the ERP does not take waits for a person, with the reason and what to do', async () => {
  shop.placeOrder({ customer: buyer, lines: [{ sku: 'NO-SUCH-SKU', title: 'x', price: '1.00', quantity: 1 }] });
  await settled();
  const parked = await hub.parts.inbox.list({ states: ['parked'], limit: 10 });
  expect(parked.length).toBeGreaterThan(0);
  expect(parked[0]).toMatchObject({ reason: expect.stringContaining('NO-SUCH-SKU'), nextStep: expect.stringMatching(/\w{3,}/) });
}, 30_000);

test('the chain of an order shows what it became', async () => {
  const order = shop.placeOrder({ customer: buyer, lines: [{ sku: 'GLOVE-M-100', quantity: 1 }] });
  await settled();
  const reference = { system: 'shopify', tenant: shop.shop.domain, documentType: 'order', id: String(order.id) };
  const { documents, links } = await hub.parts.links.graph(reference, 3);
  expect(links).toMatchObject([{ relation: 'becameOrder' }]);
  expect(documents.map(({ system }) => system).sort()).toEqual(['shopify', 'tryton']);
}, 30_000);

describe('MedSupply Hub asks the hub itself', () => {
  async function node(parameters: IDataObject, items: readonly IDataObject[] = [{}]): Promise<IDataObject[]> {
    const http = new FakeHttp(async ({ url, method, headers, body }) => {
      const response = await fetch(url, { method, headers: headers as Record<string, string>, body: body as string });
      return { status: response.status, body: await response.text() };
    });
    const context = executeContext({
      items,
      parameters,
      http,
      credentialTypes: [new MedSupplyHubApi()],
      credentials: { medSupplyHubApi: credential },
      node: { credentials: { medSupplyHubApi: { id: '1', name: 'Hub' } } },
    });
    const [output] = await new HubNode().execute.call(context);
    return (output ?? []).map(({ json }) => json);
  }

  test('lists events, reads one with its payload, and decides about it with a reason', async () => {
    const [parked] = await node({ resource: 'event', operation: 'getMany', states: ['parked', 'unknown'], returnAll: true });
    const eventId = String(parked?.id);
    const [whole] = await node({ resource: 'event', operation: 'get', eventId, includePayload: true });
    expect(whole?.payload).toMatchObject({ id: expect.anything(), line_items: expect.any(Array) });
    const [resolved] = await node({ resource: 'event', operation: 'resolve', eventId, reason: 'entered by hand' });
    expect(resolved).toMatchObject({ id: eventId, state: 'resolved' });
    await expect(node({ resource: 'event', operation: 'replay', eventId, reason: 'once more' })).rejects.toThrow(/\w{3,}/);
  });

  test('claims and settles an effect of a workflow, and finds it again', async () => {
    const claim = {
      resource: 'effect',
      operation: 'claim',
      effectKey: 'wms/shopify/a/order/1',
      content: '{"id":"1"}',
      effectVersion: '1',
    };
    const [granted] = await node(claim);
    expect(granted).toMatchObject({ decision: 'proceed', lookFirst: false });
    expect(await node(claim)).toMatchObject([{ decision: 'inFlight' }]);
    const settle = {
      resource: 'effect',
      operation: 'settle',
      token: granted?.token as string,
      effectOutcome: 'done',
      result: '{"wms":"9"}',
    };
    expect(await node(settle)).toEqual([{ state: 'done' }]);
    expect(await node(settle)).toEqual([{ state: 'done' }]);
    expect(await node(claim)).toMatchObject([{ decision: 'done', result: { wms: '9' } }]);
    expect(await node({ resource: 'effect', operation: 'get', effectKey: claim.effectKey })).toMatchObject([
      { state: 'done', version: '1' },
    ]);
    expect(await node({ resource: 'effect', operation: 'getMany', states: ['done'], limit: 2 })).toHaveLength(2);
  });

  test('adds a link and finds both documents', async () => {
    const from = { fromSystem: 's', fromTenant: 't', fromDocumentType: 'order', fromId: '1', fromNumber: '#link-1' };
    const to = { toSystem: 'wms', toTenant: 'w', toDocumentType: 'shipment', toId: '2' };
    await node({ resource: 'link', operation: 'create', ...from, ...to, relation: 'shippedBy' });
    expect(await node({ resource: 'link', operation: 'find', text: '#link-1' })).toMatchObject([{ system: 's', id: '1' }]);
    const document = { documentSystem: 's', documentTenant: 't', documentDocumentType: 'order', documentId: '1', depth: 2 };
    expect(await node({ resource: 'link', operation: 'getGraph', ...document })).toMatchObject([
      { links: [{ relation: 'shippedBy' }] },
    ]);
  });

  test('adds a note to the audit log, gets a checkpoint over it, and proofs', async () => {
    const note = { noteType: 'delivery.inspected', objectKind: 'order', objectId: '1', facts: '{"boxes":"3"}' };
    const [{ seq } = {}] = await node({ resource: 'audit', operation: 'appendNote', ...note });
    const [checkpoint] = await node({ resource: 'audit', operation: 'getCheckpoint', makeNew: true });
    expect(Number(checkpoint?.size)).toBeGreaterThanOrEqual(Number(seq));
    expect(await node({ resource: 'audit', operation: 'getCheckpoint' })).toEqual([checkpoint]);
    expect(await node({ resource: 'audit', operation: 'getProof', proof: 'inclusion', seq, size: 0 })).toHaveLength(1);
    expect(await node({ resource: 'audit', operation: 'getProof', proof: 'consistency', first: 1, size: 0 })).toHaveLength(1);
  });

  test('reports an error once, counts its repeat, and closes the incident', async () => {
    const report = { resource: 'incident', operation: 'report', readFrom: 'errorTrigger' };
    const failed = { execution: { id: '9', error: { message: 'SKU X-1 not found' } }, workflow: { id: 'w', name: 'W' } };
    const [first] = await node(report, [failed]);
    const [second] = await node(report, [failed]);
    expect([first?.isNew, second?.isNew, second?.id]).toEqual([true, false, first?.id]);
    expect(await node({ resource: 'incident', operation: 'getMany', incidentState: 'open' })).toMatchObject([{ count: 2 }]);
    const close = { resource: 'incident', operation: 'close', incidentId: String(first?.id), reason: 'SKU added' };
    expect(await node(close)).toMatchObject([{ state: 'closed' }]);
  });

  test('lists mappings, and says what it does not know', async () => {
    expect(await node({ resource: 'mapping', operation: 'getMany', returnAll: true })).toEqual([]);
    await expect(node({ resource: 'mapping', operation: 'get', mappingId: 'own/none' })).rejects.toThrow('own/none');
  });
});
