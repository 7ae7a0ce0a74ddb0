import { validateDocument } from '../../../core/documents';
import type { Order } from '../../../core/documents';
import type { CompiledMapping } from '../../../core/mapping';
import { compileShipped } from '../../../core/mapping';
import { randomFrom, randomOrder } from './randomOrders';

export interface CampaignResult {
  readonly orders: number;
  /** Orders of which something was removed afterwards. */
  readonly edited: number;
  /** The first order that did not come out right, with everything needed to repeat it. */
  readonly problem?: string;
}

/** Decimal text in minor units; the test's own reading, not the product's. */
function minorUnits(text: string, scale: number): bigint {
  const [whole = '', fraction = ''] = text.replace('-', '').split('.');
  if (fraction.length !== scale) throw new Error(`"${text}" has not ${scale} decimals`);
  const units = BigInt(whole + fraction);
  return text.startsWith('-') ? -units : units;
}

/** Maps random orders and compares them with the shop's own arithmetic, to the last digit. */
export function runCampaign(orders: number, seed: number): CampaignResult {
  const mapping = compileShipped('shopify/order.in') as CompiledMapping;
  const random = randomFrom(seed);
  let edited = 0;
  for (let place = 1; place <= orders; place++) {
    const made = randomOrder(random, place);
    const problem = problemOf(made, mapping);
    if (problem !== undefined)
      return { orders: place, edited, problem: `seed ${seed}, order ${place}: ${problem}\n${JSON.stringify(made.payload)}` };
    if (made.payload.current_subtotal_price !== made.payload.subtotal_price) edited++;
  }
  return { orders, edited };
}

function problemOf(
  { payload, totalMinor, scale, keptLines }: ReturnType<typeof randomOrder>,
  mapping: CompiledMapping,
): string | undefined {
  const { output, issues } = mapping.apply(payload);
  if (output === undefined) return `refused: ${JSON.stringify(issues)}`;
  const order = output as unknown as Order;
  const money = (text: string): bigint => minorUnits(text, scale);
  const parts = [...order.lines, ...order.charges];
  const gross = parts.reduce((total, { grossAmount }) => total + money(grossAmount), 0n);
  const netAndTax = parts.reduce((total, { netAmount, taxAmount }) => total + money(netAmount) + money(taxAmount), 0n);
  const listedTax = parts.reduce((total, { taxes }) => total + taxes.reduce((sum, { amount }) => sum + money(amount), 0n), 0n);
  const wanted = BigInt(totalMinor);
  if (gross !== wanted || netAndTax !== wanted || money(order.totals.totalAmount) !== wanted)
    return `adds up to ${gross} and ${netAndTax}, the shop says ${wanted}`;
  if (listedTax !== money(order.totals.taxAmount))
    return `the listed taxes are ${listedTax}, the tax is ${order.totals.taxAmount}`;
  if (order.lines.length !== keptLines) return `${order.lines.length} lines, the shop has ${keptLines}`;
  const { issues: documentIssues } = validateDocument('order', order);
  return documentIssues.length === 0 ? undefined : `no valid document: ${JSON.stringify(documentIssues)}`;
}

/* Run as a program (bundled): campaign in plain Node, because Jest's sandbox makes arithmetic three times slower. */
const [, , ordersArgument, seedArgument] = process.argv;
if (process.env.ORDER_CAMPAIGN === '1')
  process.stdout.write(JSON.stringify(runCampaign(Number(ordersArgument), Number(seedArgument))));
