import { createHmac } from 'node:crypto';
import { compareVersions } from '../../core/keys';
import { planDeliveries, planEvents, type PlannedEvent } from '../../sandbox/src/campaign';
import { startShopifySimulator } from '../../sandbox/src/shopify';

const SECRET = 'secret of the test';
const START_MS = Date.parse('2026-11-22T10:00:00Z');

async function plan(events: number, seed = '7'): Promise<readonly PlannedEvent[]> {
  const simulator = await startShopifySimulator();
  const options = { seed, events, shop: simulator.shop, secret: SECRET, apiVersion: '2026-10', startMs: START_MS };
  const planned = [...planEvents(options)];
  await simulator.close();
  return planned;
}

test('the same seed gives the same events with the same bytes, another seed others', async () => {
  const [one, same, other] = await Promise.all([plan(60), plan(60), plan(60, '8')]);
  expect(one).toEqual(same);
  expect(one.map(({ deliveries }) => deliveries[0]?.body)).not.toEqual(other.map(({ deliveries }) => deliveries[0]?.body));
});

test('a tenth of the events are changes and three in a hundred are cancellations', async () => {
  const events = await plan(4_000);
  const share = (kind: string) => events.filter((event) => event.kind === kind).length / events.length;
  expect(share('update')).toBeGreaterThan(0.08);
  expect(share('update')).toBeLessThan(0.12);
  expect(share('cancel')).toBeGreaterThan(0.02);
  expect(share('cancel')).toBeLessThan(0.045);
});

test('versions of one order only grow, also within one second', async () => {
  const newest = new Map<string, string>();
  for (const { key, version, kind } of await plan(2_000)) {
    const before = newest.get(key);
    expect(before === undefined).toBe(kind === 'create');
    if (before !== undefined) expect(compareVersions(before, version)).toBeLessThan(0);
    newest.set(key, version);
  }
});

test('what the ERP has to show is what the payload says is left', async () => {
  for (const { deliveries, wanted } of await plan(500)) {
    const payload = JSON.parse(deliveries[0]?.body.toString() ?? '') as {
      cancelled_at: string | null;
      current_total_price: string;
      line_items: { sku: string; current_quantity: number }[];
    };
    const quantities: Record<string, number> = {};
    for (const { sku, current_quantity: left } of payload.line_items) if (left > 0) quantities[sku] = left;
    expect(wanted).toEqual({ cancelled: payload.cancelled_at !== null, quantities, total: payload.current_total_price });
  }
});

test('every delivery is signed over its bytes, and a cancellation announces itself under two topics with one event id', async () => {
  const events = await plan(400);
  for (const { deliveries } of events) {
    for (const { headers, body } of deliveries) {
      expect(headers['X-Shopify-Hmac-Sha256']).toBe(createHmac('sha256', SECRET).update(body).digest('base64'));
    }
  }
  const cancelled = events.find(({ kind }) => kind === 'cancel')?.deliveries ?? [];
  expect(cancelled.map(({ topic }) => topic)).toEqual(['orders/cancelled', 'orders/updated']);
  expect(new Set(cancelled.map(({ headers }) => headers['X-Shopify-Event-Id'])).size).toBe(1);
  expect(new Set(cancelled.map(({ id }) => id)).size).toBe(2);
});

test('a tenth of the deliveries come twice, half of those under their own id, and none is missing', async () => {
  const events = await plan(3_000);
  const sent = [...planDeliveries(events, { seed: '7', duplicates: 0.1, window: 50 })];
  const first = sent.filter(({ repeat }) => !repeat);
  const repeats = sent.filter(({ repeat }) => repeat);
  expect(new Set(first.map(({ delivery }) => delivery.id)).size).toBe(events.flatMap(({ deliveries }) => deliveries).length);
  expect(repeats.length / first.length).toBeCloseTo(0.1, 1);
  const known = new Set(first.map(({ delivery }) => delivery.id));
  const sameId = repeats.filter(({ delivery }) => known.has(delivery.id)).length;
  expect(sameId / repeats.length).toBeGreaterThan(0.4);
  expect(sameId / repeats.length).toBeLessThan(0.6);
  expect(sent.map(({ place }) => place)).toEqual(sent.map((_, place) => place));
});

test('deliveries overtake each other within the window, also those of one order', async () => {
  const events = await plan(3_000);
  const sent = [...planDeliveries(events, { seed: '7', duplicates: 0, window: 50 })].map(({ event }) => event);
  const inOrder = [...planDeliveries(events, { seed: '7', duplicates: 0, window: 1 })].map(({ event }) => event.number);
  expect(inOrder).toEqual([...inOrder].sort((one, other) => one - other));
  expect(sent.map(({ number }) => number)).not.toEqual(inOrder);
  const seen = new Map<string, string>();
  let overtaken = 0;
  for (const { key, version } of sent) {
    if (compareVersions(seen.get(key) ?? '', version) > 0) overtaken++;
    seen.set(key, version);
  }
  expect(overtaken).toBeGreaterThan(10);
});
