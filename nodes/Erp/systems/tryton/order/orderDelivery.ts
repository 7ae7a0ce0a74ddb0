import type { Delivery, Difference } from '../../../../../core/delivery';
import type { Failure } from '../../../../../core/failure';
import { isFailure } from '../../../../../core/failure';
import { settle } from '../../../shared/settle';
import { CODE } from '../client';
import { advanceSale, awaitProgress, hasReached } from './advanceSale';
import { compareSale } from './compareSale';
import { differenceFailure } from './differenceFailure';
import { saleComment } from './orderContent';
import type { OrderTask, OrderTools } from './prepareSale';
import { prepareSale } from './prepareSale';
import type { StoredSale } from './storedSale';

/**
 * Longer than Tryton needs for one create, so that a sale on its way is not missed. With a unique key a second creation is refused
 * anyway, so the wait only saves a request; without one it is all there is.
 */
const SETTLE_MS = { keyed: 1_000, unkeyed: 3_000 };

/** One creation of one order: what is known before, and what is learnt on the way. */
export class OrderDelivery implements Delivery<StoredSale> {
  readonly warnings: string[] = [];
  /** True once a sale of our own making was taken back because it read back differently. */
  withdrawn = false;
  private removed = true;
  private createdId: number | undefined;
  private found: StoredSale | undefined;

  /**
   * @param absent true when the caller has just looked and found nothing
   * @param completesExisting false when the caller goes on with a sale that stood there already
   */
  constructor(
    private readonly tools: OrderTools,
    private readonly task: OrderTask,
    private absent = false,
    private readonly completesExisting = true,
  ) {}

  /** Without the module web_shop nothing refuses a second sale. */
  get keyed(): boolean {
    return this.tools.sales.keyed;
  }

  /** Lets a request whose answer was lost finish in the ERP before anybody looks. */
  async settle(): Promise<void> {
    await this.tools.sales.client.options.sleep(this.keyed ? SETTLE_MS.keyed : SETTLE_MS.unkeyed);
  }

  async find(): Promise<StoredSale | undefined> {
    if (this.absent) {
      this.absent = false;
      return undefined;
    }
    // By its id a sale shows at once, also where searches lag behind.
    if (this.createdId !== undefined) return this.tools.sales.read(this.createdId);
    const { found } = this;
    this.found = undefined;
    return found ?? this.tools.sales.find(this.task.identity);
  }

  async create(): Promise<'created' | 'exists'> {
    const { sales } = this.tools;
    const { header, lines, warnings } = await prepareSale(this.tools, this.task);
    this.warnings.push(...warnings.filter((warning) => !this.warnings.includes(warning)));
    const comment = saleComment(this.task.order);
    const values = { ...header, ...(comment === undefined ? {} : { comment }), lines: [['create', lines]] };
    const created = await settle(sales.create(values, this.task.options.acceptedWarnings));
    if (!created.ok) {
      // Any refusal may be the unique key: what now stands under it decides, not the text of the message.
      const refused = isFailure(created.error) && created.error.details.code === CODE.userError;
      if (!refused) throw created.error;
      this.found = await sales.findPatiently(this.task.identity);
      if (this.found !== undefined) return 'exists';
      throw created.error;
    }
    if (!sales.keyed) return this.settleRace(created.value);
    this.createdId = created.value;
    return 'created';
  }

  compare(sale: StoredSale): readonly Difference[] {
    // A person cancelled it in the ERP: that decision stands, and it is reported.
    return sale.state === 'cancelled' ? [] : compareSale(this.task.expected, sale);
  }

  async complete(sale: StoredSale, outcome: 'created' | 'existing'): Promise<StoredSale> {
    const { order, options } = this.task;
    const { targetState: target, acceptedWarnings, exclusive = false } = options;
    if (outcome === 'existing' && !this.completesExisting) return sale;
    if (sale.state === 'cancelled') this.warnings.push(`The sale was cancelled in the ERP; it was left as it is.`);
    if (hasReached(sale.state, target)) return sale;
    const { sales } = this.tools;
    const waits = outcome === 'existing' && !exclusive;
    const state = waits ? await awaitProgress(sales.client, sale.id, sale.state, target) : sale.state;
    return advanceSale(sales, sale.id, state, { target, acceptedWarnings, record: `order ${order.number}` });
  }

  /** Deleting a draft cancels it first, in one transaction; where the user may not delete, it stays cancelled. */
  async withdraw(sale: StoredSale): Promise<void> {
    this.withdrawn = true;
    const { client } = this.tools.sales;
    const deleted = await settle(client.call('sale.sale', 'delete', [[sale.id]], 'write'));
    if (deleted.ok) return;
    this.removed = false;
    await settle(client.call('sale.sale', 'cancel', [[sale.id]], 'write'));
  }

  mismatch(differences: readonly Difference[], sale: StoredSale): Failure {
    const what = `looks different in the ERP (sale ${sale.number ?? sale.id})`;
    const draft = this.removed ? '' : ' The draft could not be deleted: cancel and delete it in the ERP first.';
    return differenceFailure(
      this.task.order.number,
      what,
      differences,
      `Compare both, correct the one that is wrong, then run the item again.${draft}`,
    );
  }

  /** Without a unique key two callers can both create: the older sale counts, a younger one of our own goes. */
  private async settleRace(own: number): Promise<'created' | 'exists'> {
    const { sales } = this.tools;
    const oldest = await sales.find(this.task.identity);
    if (oldest === undefined || oldest.id === own) return 'created';
    await sales.client.call('sale.sale', 'delete', [[own]], 'write');
    return 'exists';
  }
}
