import type { Order } from '../../../../../core/documents';
import type { CreateOrderOptions } from '../../../contract';
import type { Parties, Places } from '../party';
import { ensureParty, findParty } from '../party';
import type { ExpectedSale } from './compareSale';
import { compareAmounts } from './compareSale';
import { differenceFailure } from './differenceFailure';
import { decimal } from './orderItems';
import { orderParty } from './orderParty';
import type { MasterData, OrderPlan } from './planOrder';
import { planOrder } from './planOrder';
import { saleDate } from './saleDate';
import type { SaleNote } from './saleNote';
import type { SaleIdentity, Sales } from './sales';
import type { SaleValues } from './saleValues';
import { saleValues, takesRoundingLine } from './saleValues';

/** What writing an order needs; each part asks the ERP as little as it can. */
export interface OrderTools {
  readonly master: () => Promise<MasterData>;
  readonly places: Places;
  readonly parties: Parties;
  readonly sales: Sales;
}

/** One order that is to be written, and what follows from it. */
export interface OrderTask {
  readonly order: Order;
  readonly options: CreateOrderOptions;
  readonly identity: SaleIdentity;
  readonly expected: ExpectedSale;
  readonly note: SaleNote;
}

export interface PreparedSale extends SaleValues {
  readonly warnings: readonly string[];
}

/**
 * Plans first, so that nothing is half-written when something is missing; then makes sure of party and addresses.
 * @throws Failure that names everything that is missing, or the amounts that the ERP's arithmetic cannot reach
 */
export async function prepareSale(tools: OrderTools, task: OrderTask): Promise<PreparedSale> {
  const { order, options, identity, note } = task;
  const master = await tools.master();
  const lookup = await findParty(tools.parties, orderParty(order), options);
  const plan = await planOrder(master, order, options, lookup);
  checkPrediction(task, plan);
  const ensured = await ensureParty(tools.parties, tools.places, lookup);
  const values = saleValues(order, plan, ensured, {
    key: tools.sales.keyed ? identity.key : undefined,
    reference: identity.reference,
    saleDate: saleDate(order, master.company.timeZone),
    note,
  });
  return { ...values, warnings: ensured.warnings };
}

/** Fails before anything is written when the ERP's arithmetic cannot reach the order's amounts. */
function checkPrediction({ order, options, expected }: OrderTask, plan: OrderPlan): void {
  const { predicted } = plan;
  const rounded = takesRoundingLine(order, plan, decimal(options.roundingTolerance));
  const total = rounded ? expected.amounts.total : predicted.total;
  const differences = compareAmounts(expected, { ...predicted, lines: predicted.amounts, total });
  if (differences.length === 0) return;
  throw differenceFailure(
    order.number,
    'cannot be written with the same amounts',
    differences,
    'Nothing was written. Correct prices, taxes or quantities in the mapping, or let a rounding line take the difference (option On Total Difference).',
  );
}
