import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { METRICS, MeasuredDatabase, PrometheusMeter, registerGauges } from '../../src/metrics';
import type { Database } from '../../src/store';
import { TestClock, testLog } from '../access/parts';

describe('the meter', () => {
  test('counts and observes under the documented names', async () => {
    const meter = new PrometheusMeter(testLog(), false);
    meter.count('medsupply_deliveries_total', { profile: 'shopify', outcome: 'taken' });
    meter.count('medsupply_deliveries_total', { profile: 'shopify', outcome: 'taken' }, 2);
    meter.observe('medsupply_intake_seconds', 0.004);
    const text = await meter.registry.metrics();
    expect(text).toContain('medsupply_deliveries_total{profile="shopify",outcome="taken"} 3');
    expect(text).toContain('medsupply_intake_seconds_bucket{le="0.005"} 1');
  });

  test('a name or a label that is not in the table breaks no work and is named once in the log', async () => {
    const log = testLog();
    const meter = new PrometheusMeter(log, false);
    for (let i = 0; i < 3; i++) {
      meter.count('medsupply_orders_of_wang_total');
      meter.count('medsupply_deliveries_total', { customer: 'wang' });
    }
    expect(log.lines.map(({ fields }) => fields['metric'])).toEqual([
      'medsupply_orders_of_wang_total',
      'medsupply_deliveries_total',
    ]);
    expect(await meter.registry.metrics()).not.toContain('wang');
  });

  test('every metric that the hub’s parts use is in the table', () => {
    const folder = path.resolve(__dirname, '../../src');
    const used = new Set<string>();
    for (const file of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.ts'))) {
      const text = readFileSync(path.join(folder, file), 'utf8');
      for (const [, name = ''] of text.matchAll(/meter\??\.(?:count|observe)\(\s*'([a-z_]+)'/g))
        used.add(name.startsWith('medsupply_') ? name : `medsupply_${name}`);
    }
    expect(used.size).toBeGreaterThan(3);
    expect([...used].filter((name) => !(name in METRICS))).toEqual([]);
  });
});

describe('the gauges', () => {
  const backlog = { byState: { ready: 7, parked: 2 }, oldestReceivedAtMs: new TestClock().now() - 90_000 };

  test('say how much waits, for how long, and which source is silent', async () => {
    const { registry } = new PrometheusMeter(testLog(), false);
    const silences = async () =>
      await Promise.resolve([
        { source: 'shop-a', isSilent: true },
        { source: 'shop-b', isSilent: false },
      ]);
    const refresh = registerGauges(registry, {
      inbox: { backlog: () => Promise.resolve(backlog) },
      silences,
      clock: new TestClock(),
      log: testLog(),
    });
    await refresh();
    const text = await registry.metrics();
    expect(text).toContain('medsupply_inbox_backlog{state="ready"} 7');
    expect(text).toContain('medsupply_inbox_backlog{state="unknown"} 0');
    expect(text).toContain('medsupply_inbox_oldest_unfinished_seconds 90');
    expect(text).toContain('medsupply_source_silent{source="shop-a"} 1');
    expect(text).toContain('medsupply_source_silent{source="shop-b"} 0');
    expect(text).toContain('medsupply_store_readable 1');
  });

  test('a store that is away is a figure of its own, and the process’s figures are still answered', async () => {
    const { registry } = new PrometheusMeter(testLog());
    const inbox = { backlog: () => Promise.reject(new Error('away')) };
    const refresh = registerGauges(registry, {
      inbox,
      silences: () => Promise.resolve([]),
      clock: new TestClock(),
      log: testLog(),
    });
    await refresh();
    const text = await registry.metrics();
    expect(text).toContain('medsupply_store_readable 0');
    expect(text).toContain('process_resident_memory_bytes');
  });
});

test('commits are measured, and a failed one is not counted as a commit', async () => {
  const meter = new PrometheusMeter(testLog(), false);
  let ms = 0;
  const inner: Database = {
    kind: 'sqlite',
    read: () => Promise.reject(new Error('not asked')),
    write: async (work) => ((ms += 30), await work({} as never)),
    close: () => Promise.resolve(),
  };
  const database = new MeasuredDatabase(inner, meter, () => ms);
  expect(await database.write(() => Promise.resolve(5))).toBe(5);
  await expect(database.write(() => Promise.reject(new Error('no')))).rejects.toThrow('no');
  const text = await meter.registry.metrics();
  expect(text).toContain('medsupply_store_commit_seconds_count 1');
  expect(text).toContain('medsupply_store_commit_seconds_bucket{le="0.05"} 1');
});
