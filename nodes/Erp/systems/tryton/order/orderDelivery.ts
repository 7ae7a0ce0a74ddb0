import type { Delivery, Difference } from '../../../../../core/delivery';
import type { Order } from '../../../../../core/documents';
import type { Failure } from '../../../../../core/failure';
import { isFailure } from '../../../../../core/failure';
import type { CreateOrderOptions } from '../../../contract';
import { settle } from '../../../shared/settle';
import { accepting, CODE } from '../client';
import type { PartyLookup, Places } from '../party';
import { ensureParty, findParty } from '../party';
import { advanceSale, awaitProgress, hasReached } from './advanceSale';
import type { ExpectedSale } from './compareSale';
import { compareAmounts, compareSale, expectedSale } from './compareSale';
import { differenceFailure } from './differenceFailure';
import { orderIdentity } from './orderIdentity';
import { decimal } from './orderItems';
import { orderParty } from './orderParty';
import type { MasterData, OrderPlan } from './planOrder';
import { planOrder } from './planOrder';
import { saleDate } from './saleDate';
import type { SaleFinder, SaleIdentity } from './saleFinder';
import { saleValues, takesRoundingLine } from './saleValues';
import type { StoredSale } from './storedSale';

/** Longer than Tryton needs for one create, so that a sale on its way is not missed. */
const SETTLE_MS = 3_000;

export interface OrderTools {
  readonly master: () => Promise<MasterData>;
  readonly places: Places;
  readonly finder: SaleFinder;
}

/** One delivery of one order: what is known before, and what is learnt on the way. */
export class OrderDelivery implements Delivery<StoredSale> {
  readonly warnings: string[] = [];
  private readonly expected: ExpectedSale;
  private readonly identity: SaleIdentity;
  private removed = true;

  constructor(
    private readonly master: MasterData,
    private readonly tools: OrderTools,
    private readonly order: Order,
    private readonly options: CreateOrderOptions,
    readonly key: string,
  ) {
    this.expected = expectedSale(order, options);
    this.identity = orderIdentity(order, options, key);
  }

  /** Without the module web_shop nothing refuses a second sale. */
  get keyed(): boolean {
    return this.tools.finder.keyed;
  }

  /** Lets a request whose answer was lost finish in the ERP before anybody looks. */
  async settle(): Promise<void> {
    await this.master.client.options.sleep(SETTLE_MS);
  }

  async find(): Promise<StoredSale | undefined> {
    return this.tools.finder.find(this.identity);
  }

  /** Plans first, so that nothing is half-written when something is missing; then party, addresses, sale. */
  async create(): Promise<'created' | 'exists'> {
    const { client } = this.master;
    const lookup = await findParty(client, orderParty(this.order), this.options);
    const plan = await planOrder(this.master, this.order, this.options, lookup);
    this.checkPrediction(plan);
    const values = await this.saleFor(plan, lookup);
    const create = () => client.call('sale.sale', 'create', [[values]], 'write');
    const created = await settle(accepting(client, this.options.acceptedWarnings, create));
    if (!created.ok) {
      // Any refusal may be the unique key: what now stands under it decides, not the text of the message.
      const refused = isFailure(created.error) && created.error.details.code === CODE.userError;
      if (refused && (await this.find()) !== undefined) return 'exists';
      throw created.error;
    }
    return this.tools.finder.keyed ? 'created' : this.settleRace(created.value);
  }

  compare(sale: StoredSale): readonly Difference[] {
    // A person cancelled it in the ERP: that decision stands, and it is reported.
    return sale.state === 'cancelled' ? [] : compareSale(this.expected, sale);
  }

  async complete(sale: StoredSale, outcome: 'created' | 'existing'): Promise<StoredSale> {
    const { targetState: target, acceptedWarnings } = this.options;
    if (sale.state === 'cancelled') this.warnings.push(`The sale was cancelled in the ERP; it was left as it is.`);
    if (hasReached(sale.state, target)) return sale;
    const { client } = this.master;
    const state = outcome === 'existing' ? await awaitProgress(client, sale.id, sale.state, target) : sale.state;
    await advanceSale(client, sale.id, state, { target, acceptedWarnings, record: `order ${this.order.number}` });
    // The number is given on the way, so the sale is read once more.
    return (await this.find()) ?? sale;
  }

  /** Deleting a draft cancels it first, in one transaction; where the user may not delete, it stays cancelled. */
  async withdraw(sale: StoredSale): Promise<void> {
    const deleted = await settle(this.master.client.call('sale.sale', 'delete', [[sale.id]], 'write'));
    if (deleted.ok) return;
    this.removed = false;
    await settle(this.master.client.call('sale.sale', 'cancel', [[sale.id]], 'write'));
  }

  mismatch(differences: readonly Difference[], sale: StoredSale): Failure {
    const what = `looks different in the ERP (sale ${sale.number ?? sale.id})`;
    const draft = this.removed ? '' : ' The draft could not be deleted: cancel and delete it in the ERP first.';
    return differenceFailure(
      this.order.number,
      what,
      differences,
      `Compare both, correct the one that is wrong, then run the item again.${draft}`,
    );
  }

  private async saleFor(plan: OrderPlan, lookup: PartyLookup): Promise<Readonly<Record<string, unknown>>> {
    const { finder, places } = this.tools;
    const ensured = await ensureParty(this.master.client, places, lookup);
    this.warnings.push(...ensured.warnings);
    return saleValues(this.order, plan, ensured, {
      key: finder.keyed ? this.key : undefined,
      reference: this.identity.reference,
      saleDate: saleDate(this.order, this.master.company.timeZone),
    });
  }

  /** Fails before anything is written when the ERP's arithmetic cannot reach the order's amounts. */
  private checkPrediction(plan: OrderPlan): void {
    const { predicted } = plan;
    const rounded = takesRoundingLine(this.order, plan, decimal(this.options.roundingTolerance));
    const total = rounded ? this.expected.amounts.total : predicted.total;
    const differences = compareAmounts(this.expected, { ...predicted, lines: predicted.amounts, total });
    if (differences.length === 0) return;
    throw differenceFailure(
      this.order.number,
      'cannot be written with the same amounts',
      differences,
      'Nothing was written. Correct prices, taxes or quantities in the mapping, or let a rounding line take the difference (option On Total Difference).',
    );
  }

  /** Without a unique key two callers can both create: the older sale counts, a younger one of our own goes. */
  private async settleRace(created: unknown): Promise<'created' | 'exists'> {
    const own = Array.isArray(created) ? (created[0] as number) : undefined;
    const oldest = await this.find();
    if (own === undefined || oldest === undefined || oldest.id === own) return 'created';
    await this.master.client.call('sale.sale', 'delete', [[own]], 'write');
    return 'exists';
  }
}
