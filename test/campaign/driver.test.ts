import type { HistoryRecord } from '../../sandbox/src/campaign';
import type { Announcement } from '../../sandbox/src/campaign/events';
import { Driver, type DriverOptions } from '../../sandbox/src/campaign/driver';
import { version, wanted } from './support';

const announcement = (place: number): Announcement => {
  const delivery = { event: place, id: `delivery-${place}`, topic: 'orders/create', headers: {}, body: Buffer.from('{}') };
  const event = {
    number: place,
    kind: 'create' as const,
    key: `order/${place}`,
    version: version(0),
    wanted: wanted(1),
    deliveries: [delivery],
  };
  return { place, event, delivery, repeat: false };
};

function driver(change: Partial<DriverOptions> & { readonly statuses?: readonly (number | undefined)[] }) {
  const notes: HistoryRecord[] = [];
  const urls: string[] = [];
  const pausesMs: number[] = [];
  let turn = 0;
  const statuses = change.statuses ?? [200];
  const made = new Driver({
    announcements: [announcement(0)],
    finished: new Set(),
    noted: new Set(),
    addresses: () => ['http://one/intake', 'http://two/intake'],
    post: async (url) => {
      urls.push(url);
      return await Promise.resolve({ status: statuses[Math.min(turn++, statuses.length - 1)] });
    },
    connections: 1,
    note: (record) => void notes.push(record),
    pace: async () => await Promise.resolve(),
    now: () => 1_000,
    sleep: async (ms) => {
      pausesMs.push(ms);
      await Promise.resolve();
    },
    ...change,
  });
  return { made, notes, urls, pausesMs };
}

test('an event is noted before its delivery leaves, and the acknowledgement after it came', async () => {
  const { made, notes } = driver({});
  await made.run();
  expect(notes.map(({ type }) => type)).toEqual(['event', 'ack']);
});

test('a delivery that is not answered comes again, at the other replica, after growing pauses', async () => {
  const { made, notes, urls, pausesMs } = driver({ statuses: [undefined, 503, 200] });
  await made.run();
  expect(urls).toEqual(['http://one/intake', 'http://two/intake', 'http://one/intake']);
  expect(pausesMs).toHaveLength(2);
  expect(pausesMs[1]).toBeGreaterThan(pausesMs[0] ?? 0);
  expect(notes.at(-1)).toMatchObject({ type: 'ack', attempts: 3 });
});

test('after eight retries the shop gives up, and nobody counts the delivery as acknowledged', async () => {
  const { made, notes, urls } = driver({ statuses: [500] });
  await made.run();
  expect(urls).toHaveLength(9);
  expect(notes.at(-1)).toMatchObject({ type: 'abandoned', attempts: 9 });
  expect(made.counts).toMatchObject({ acknowledged: 0, abandoned: 1 });
});

test('a resumed campaign sends only what has not ended, and notes no event twice', async () => {
  const { made, notes } = driver({
    announcements: [0, 1, 2].map(announcement),
    finished: new Set([0, 1]),
    noted: new Set([0, 1, 2]),
  });
  await made.run();
  expect(notes).toEqual([expect.objectContaining({ type: 'ack', place: 2 })]);
});

test('a topic that nobody has subscribed to is announced to nobody', async () => {
  const { made, urls } = driver({ addresses: () => [] });
  await made.run();
  expect(urls).toEqual([]);
  expect(made.counts.abandoned).toBe(1);
});

test('nothing leaves while the pace holds it back', async () => {
  let release: () => void = () => undefined;
  const held = new Promise<void>((resolve) => (release = resolve));
  const { made, urls } = driver({ pace: async () => await held });
  const running = made.run();
  await new Promise((resolve) => setImmediate(resolve));
  expect(urls).toEqual([]);
  release();
  await running;
  expect(urls).toHaveLength(1);
});
