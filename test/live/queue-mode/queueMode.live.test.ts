import path from 'node:path';
import { erpJournal } from '../../../sandbox/src/campaign/processes';
import type { OpenCampaign } from '../../../sandbox/src/campaign/openCampaign';
import { openCampaign } from '../../../sandbox/src/campaign/openCampaign';
import { parseCampaignOptions } from '../../../sandbox/src/campaign/options';
import { journalEffects } from '../../../sandbox/src/campaign/witness';
import { isInstalled, n8nPaths } from '../../../sandbox/src/n8nServer';
import { missingServices, waitFor } from '../../../sandbox/src/services';

/**
 * n8n in queue mode (main, two workers, Redis, PostgreSQL) with two hub replicas on PostgreSQL: the set-up of `deploy/docker-compose.yml`,
 * run natively. The shop and the ERP are simulated; faults and random kills are the campaign's business (`npm run campaign`).
 */
const root = path.resolve(__dirname, '../../..');
const missing = missingServices();
const describeLive = missing.length === 0 && isInstalled(n8nPaths(root)) ? describe : describe.skip;
if (missing.length > 0) {
  const reason = `Not on this machine: ${missing.join(', ')}`;
  if (process.env.MEDSUPPLY_LIVE_REQUIRED === '1') throw new Error(reason);
  console.log(`${reason}; the tests of queue mode are skipped.`);
}

const buyer = {
  email: 'dr.smith@clinic.example',
  firstName: 'Anna',
  lastName: 'Smith',
  address: { address1: '9 Care Street', city: 'Nanjing', zip: '210000', country: 'China', countryCode: 'CN' },
};

describeLive('queue mode with two workers and two hubs', () => {
  let open: OpenCampaign;

  beforeAll(async () => {
    const options = parseCampaignOptions({ setup: 'queue', events: '60', seed: 'live-test', faults: 'none', kills: 'none' });
    open = await openCampaign(root, options, () => undefined);
  });
  afterAll(async () => await open?.close());

  const placeOrders = (count: number): string[] =>
    Array.from({ length: count }, () =>
      String(open.shop.placeOrder({ customer: buyer, lines: [{ sku: 'GLOVE-M-100', quantity: 1 }] }).id),
    );
  /** How often each order was made in the ERP, as its journal has it. */
  const salesMade = (orders: readonly string[]): number[] => {
    const made = journalEffects(erpJournal(open.folder.path)).filter(({ model, how }) => model === 'sale' && how === 'created');
    return orders.map((id) => made.filter(({ key }) => key.endsWith(`/order/${id}`)).length);
  };
  const finished = async (): Promise<void> =>
    await waitFor('every event is finished', async () => (await open.setup.backlog()) === 0, { timeoutMs: 150_000 });

  test('the trigger registers the address that stands before both hubs', () => {
    expect(new Set(open.shop.webhooks.subscriptions.map(({ topic }) => topic))).toEqual(
      new Set(['ORDERS_CREATE', 'ORDERS_UPDATED', 'ORDERS_CANCELLED']),
    );
    for (const { uri } of open.shop.webhooks.subscriptions) expect(uri).toContain(`:${open.ports.publicProxy}/intake/`);
  });

  test('signed webhooks become one sale each, written by the workers', async () => {
    const orders = placeOrders(10);
    await open.shop.idle();
    await finished();
    expect(salesMade(orders)).toEqual(orders.map(() => 1));
  }, 180_000);

  test('orders outlive a killed worker and a killed hub, each once', async () => {
    const orders = placeOrders(20);
    const [, worker] = open.setup.n8ns;
    const [hub] = open.setup.hubs;
    await Promise.all([open.shop.idle(), worker?.killAndRestart(), hub?.killAndRestart()]);
    orders.push(...placeOrders(5));
    await open.shop.idle();
    await finished();
    expect(salesMade(orders)).toEqual(orders.map(() => 1));
    expect([worker?.kills, hub?.kills]).toEqual([1, 1]);
  }, 240_000);
});
