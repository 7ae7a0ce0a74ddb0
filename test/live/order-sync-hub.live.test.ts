import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import axios from 'axios';
import { createHubKey, hubProcess, prepareHub } from '../../sandbox/src/campaign/processes';
import type { Running } from '../../sandbox/src/campaign/processes';
import { isInstalled, n8nPaths, startN8nServer } from '../../sandbox/src/n8nServer';
import type { N8nServer } from '../../sandbox/src/n8nServer';
import { freePort, waitFor } from '../../sandbox/src/services';
import type { ShopifySimulator } from '../../sandbox/src/shopify';
import { SANDBOX_CREDENTIALS, startShopifySimulator } from '../../sandbox/src/shopify';
import type { LiveTryton } from './support/tryton';
import { startLiveTryton } from './support/tryton';

/**
 * The same template with the hub's credential chosen: the shop delivers to the hub, the hub pushes batches to the published template in
 * a real n8n, and sales stand in a real Tryton.
 */
const root = path.resolve(__dirname, '../..');
const paths = n8nPaths(root);
const hasTryton = spawnSync('trytond', ['--version'], { stdio: 'ignore' }).status === 0;
const describeLive = hasTryton && isInstalled(paths) ? describe : describe.skip;
const N8N_PORT = 15778;
const UNKNOWN = 'MASK-UNKNOWN';
const TAKES_HUB = ['shopifyTrigger', 'fieldMapping', 'erp'];

const buyer = {
  email: 'dr.smith@clinic.example',
  firstName: 'Anna',
  lastName: 'Smith',
  address: { address1: '9 Care Street', city: 'Nanjing', zip: '210000', country: 'China', countryCode: 'CN' },
};

interface Template {
  readonly nodes: readonly { readonly type: string; readonly credentials?: object }[];
}

/** What a user clicks once per node. */
function withHub(template: Template): object {
  const nodes = template.nodes.map((node) =>
    TAKES_HUB.some((name) => node.type.endsWith(`.${name}`))
      ? { ...node, credentials: { ...node.credentials, medSupplyHubApi: { id: '', name: '' } } }
      : node,
  );
  return { ...template, nodes };
}

describeLive('template 01 with the hub, in the real n8n, writing to the real Tryton', () => {
  let folder: string;
  let shop: ShopifySimulator;
  let tryton: LiveTryton;
  let n8n: N8nServer;
  let hub: Running;
  let startHub: () => Promise<Running>;
  let events: (state: string) => Promise<readonly { readonly reason?: string }[]>;

  beforeAll(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'medsupply-live-hub-'));
    const [publicPort, privatePort] = [await freePort(), await freePort()];
    const options = {
      nodeBinary: process.execPath,
      cli: path.join(root, 'hub/dist/cli.js'),
      folder,
      store: path.join(folder, 'hub.sqlite'),
      publicUrl: `http://127.0.0.1:${publicPort}`,
    };
    const apiKey = prepareHub(options, 'n8n');
    const reader = createHubKey(options, 'admin');
    startHub = async () => await hubProcess(options, { name: 'hub', publicPort, privatePort }).start();
    hub = await startHub();
    const url = `http://127.0.0.1:${privatePort}`;
    events = async (state) => {
      const answer = await axios.get<{ events: readonly { reason?: string }[] }>(`${url}/v1/events`, {
        params: { state, limit: 500 },
        headers: { authorization: `Bearer ${reader}` },
      });
      return answer.data.events;
    };
    shop = await startShopifySimulator();
    tryton = await startLiveTryton();
    const template = JSON.parse(readFileSync(path.join(root, 'workflows/01-order-sync-shopify.json'), 'utf8')) as Template;
    const { clientId, clientSecret } = SANDBOX_CREDENTIALS;
    n8n = await startN8nServer({
      paths,
      port: N8N_PORT,
      credentials: [
        {
          id: 'medsupplySandbox1',
          name: 'Sandbox shop',
          type: 'medSupplyShopifyClientApi',
          data: { shop: shop.shop.domain, clientId, clientSecret, sandboxUrl: shop.url },
        },
        {
          id: 'medsupplySandbox2',
          name: 'Tryton',
          type: 'medSupplyTrytonApi',
          data: { url: tryton.url, allowHttp: true, database: tryton.database, user: tryton.user, password: tryton.password },
        },
        { id: 'medsupplySandbox3', name: 'Hub', type: 'medSupplyHubApi', data: { url, apiKey, allowHttp: false } },
      ],
      workflows: [withHub(template)],
      publish: true,
    });
    await waitFor('the trigger has registered with shop and hub', async () => shop.webhooks.subscriptions.length === 3, {
      timeoutMs: 90_000,
    });
  });
  afterAll(async () => {
    await n8n?.stop();
    await hub?.stop();
    await shop?.close();
    await tryton?.stop();
    if (folder !== undefined) rmSync(folder, { recursive: true, force: true });
  });

  const order = (sku: string) =>
    shop.placeOrder({
      customer: buyer,
      lines: [sku === UNKNOWN ? { sku, title: 'Mask', price: '5.00', quantity: 2 } : { sku, quantity: 2 }],
    });
  const settled = async (): Promise<void> =>
    await waitFor(
      'every event is finished',
      async () => {
        const unfinished = await Promise.all(['ready', 'leased', 'unknown'].map(events));
        return unfinished.every((list) => list.length === 0);
      },
      { timeoutMs: 120_000 },
    );

  test('the shop delivers to the intake of the hub, not to n8n', () => {
    for (const { uri } of shop.webhooks.subscriptions) expect(uri).toMatch(/^http:\/\/127\.0\.0\.1:\d+\/intake\/[\w-]{43}$/);
  });

  test('an order becomes one sale, and both of its announcements end', async () => {
    const { id } = order('GLOVE-M-100');
    await shop.idle();
    await settled();
    expect(await events('parked')).toEqual([]);
    expect(await tryton.salesOf(id)).toHaveLength(1);
  });

  test('an order that a killed hub had taken becomes one sale after its restart', async () => {
    const placed = Array.from({ length: 5 }, () => order('GLOVE-M-100'));
    await shop.idle();
    await hub.kill();
    hub = await startHub();
    await settled();
    for (const { id } of placed) expect(await tryton.salesOf(id)).toHaveLength(1);
  }, 180_000);

  test('an order that the ERP cannot take waits for a person, with the reason', async () => {
    const { id } = order(UNKNOWN);
    await shop.idle();
    await settled();
    expect(await tryton.salesOf(id)).toEqual([]);
    const parked = await events('parked');
    expect(parked.map(({ reason }) => reason).join(' ')).toContain('MASK-UNKNOWN not found');
  });
});
