import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CompiledMapping } from '../../core/mapping';
import { compileShipped } from '../../core/mapping';
import type { CampaignResult } from './support/orderCampaign';
import { randomFrom, randomOrder } from './support/randomOrders';

const ORDERS = 100_000;
const SEED = 20_261_122;

/** Bundles the campaign as the pack is bundled and runs it in plain Node. */
function runBundled(orders: number, seed: number): CampaignResult {
  const folder = mkdtempSync(path.join(tmpdir(), 'order-campaign-'));
  try {
    const bundle = path.join(folder, 'campaign.js');
    const esbuild = require.resolve('esbuild/bin/esbuild');
    execFileSync(esbuild, [
      path.join(__dirname, 'support/orderCampaign.ts'),
      '--bundle',
      '--platform=node',
      `--outfile=${bundle}`,
      '--log-level=error',
    ]);
    const env = { ...process.env, ORDER_CAMPAIGN: '1' };
    return JSON.parse(
      execFileSync(process.execPath, [bundle, String(orders), String(seed)], { env, encoding: 'utf8' }),
    ) as CampaignResult;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

test('100,000 random orders: lines, charges and taxes add up to the shop’s total to the last digit', () => {
  const { orders, edited, problem } = runBundled(ORDERS, SEED);
  expect(problem).toBeUndefined();
  expect(orders).toBe(ORDERS);
  expect(edited).toBeGreaterThan(ORDERS / 20);
}, 60_000);

test('a total that is one smallest unit off is refused, whatever the order', () => {
  const mapping = compileShipped('shopify/order.in') as CompiledMapping;
  const random = randomFrom(SEED + 1);
  for (let place = 1; place <= 500; place++) {
    const { payload, totalMinor, scale } = randomOrder(random, place);
    const off = ((totalMinor + 1) / 10 ** scale).toFixed(scale);
    const { output, issues } = mapping.apply({ ...payload, total_price: off, current_total_price: off });
    expect(output).toBeUndefined();
    expect(issues.map(({ rule }) => rule)).toContain('shopify/order.in#total adds up');
  }
});
