import type { Difference } from '../../../../../core/delivery';
import { deliverOnce } from '../../../../../core/delivery';
import type { Order } from '../../../../../core/documents';
import { Failure } from '../../../../../core/failure';
import { compareVersions } from '../../../../../core/keys';
import type { ChangedOrder, SyncOrderOptions, SyncOrderResult } from '../../../contract';
import { orderVersion } from '../../../shared/orderVersion';
import { SYSTEM } from '../client';
import { advanceSale, awaitProgress, hasReached, isTooLate } from './advanceSale';
import { cancelSale } from './cancelSale';
import { attempt, changeSale, guardOf, type Step } from './changeSale';
import { compareHeader } from './compareHeader';
import { compareSale } from './compareSale';
import { isOlder, unconfirmed } from './createOrder';
import { differenceFailure } from './differenceFailure';
import { lateOrder } from './lateOrder';
import { OrderDelivery } from './orderDelivery';
import { orderTask, refuseTest } from './orderTask';
import type { OrderTask, OrderTools } from './prepareSale';
import { recordCancelled } from './recordCancelled';
import { saleResult, skippedResult, supersededResult } from './results';
import { formatNote } from './saleNote';
import { NO_UNIQUE_KEY } from './sales';
import type { StoredSale } from './storedSale';

/** Each round looks at the sale anew; somebody who is faster this often is at it permanently. */
const MAX_ROUNDS = 8;
const PAUSE_MS = 100;

/** The sale was changed meanwhile, or an answer was lost: what now stands there decides. */
type Round = SyncOrderResult | 'again';

/**
 * One order on its way to the state that its document describes. The version noted in the sale decides which of two documents
 * counts, so that deliveries in any order, twice or side by side, end the same.
 */
export class OrderSync {
  private readonly task: OrderTask;
  private readonly warnings = new Set<string>();
  private saleId: number | undefined;
  /** Whether this call has changed the sale already, in an earlier round. */
  private touched = false;

  /**
   * @param cancelled whether the order is to be cancelled
   * @param ifMissing what becomes of an order that is not in the ERP
   */
  constructor(
    private readonly tools: OrderTools,
    private readonly order: Order,
    private readonly options: SyncOrderOptions,
    private readonly cancelled: boolean,
    private readonly ifMissing: 'create' | 'refuse',
  ) {
    this.task = orderTask(order, options, cancelled);
  }

  async run(): Promise<SyncOrderResult> {
    for (let round = 1; round <= MAX_ROUNDS; round++) {
      const sale = await this.look();
      const result = sale === undefined ? await this.missing() : await this.reconcile(sale);
      if (result !== 'again') return result;
      await this.tools.sales.client.options.sleep(
        Math.round(PAUSE_MS * round * (0.5 + this.tools.sales.client.options.random())),
      );
    }
    throw new Failure('RetryLater', `Order ${this.order.number} is being changed in the ERP by somebody else all the time`, {
      system: SYSTEM,
      code: 'contended',
      record: this.order.number,
      nextStep: 'Run the item again later; it looks at what stands there before it writes.',
    });
  }

  private async look(): Promise<StoredSale | undefined> {
    const { sales } = this.tools;
    const sale = this.saleId === undefined ? await sales.find(this.task.identity) : await sales.read(this.saleId);
    this.saleId = sale?.id;
    return sale;
  }

  private async missing(): Promise<Round> {
    if (!this.cancelled && this.ifMissing === 'create') return this.create();
    // The sale may have been written a moment ago, and saying that there is none is final.
    const late = await this.tools.sales.findPatiently(this.task.identity);
    if (late !== undefined) return this.reconcile(late);
    if (!this.cancelled) throw this.notThere();
    if (this.options.unknownCancelled !== 'record' || !this.tools.sales.keyed) return skippedResult(this.task, this.listed());
    return (await recordCancelled(this.tools, this.task)) ? skippedResult(this.task, this.listed()) : 'again';
  }

  private async create(): Promise<Round> {
    refuseTest(this.task);
    const delivery = new OrderDelivery(this.tools, this.task, true, false);
    const delivered = await deliverOnce(delivery);
    delivery.warnings.forEach((warning) => this.warnings.add(warning));
    if (delivered.outcome === 'unconfirmed') throw unconfirmed(this.order);
    if (delivered.outcome === 'created') return { outcome: 'created', ...saleResult(this.task, delivered.record, this.listed()) };
    if (delivered.outcome === 'mismatch' && delivery.withdrawn) throw delivery.mismatch(delivered.differences, delivered.record);
    return this.reconcile(delivered.record);
  }

  private async reconcile(sale: StoredSale): Promise<Round> {
    this.saleId = sale.id;
    const { note } = sale;
    if (isOlder(this.order, sale)) return this.superseded(sale);
    if (this.cancelled) return this.cancel(sale);
    const sameVersion = note !== undefined && compareVersions(orderVersion(this.order), note.version) === 0;
    // Of two documents with one version, one cancelled and one not, the cancelled one counts.
    if (sameVersion && note.cancelled) return this.superseded(sale);
    if (sale.state === 'cancelled' && note?.cancelled !== true) return this.leaveCancelled(sale);
    const open = sale.state !== 'cancelled';
    if (open && note?.content === this.task.note.content) return this.keep(sale);
    if (open && (note === undefined || sameVersion || isTooLate(sale.state))) {
      const differences = await this.differences(sale);
      if (differences.length === 0) return this.keep(sale);
      if (sameVersion && !this.touched) throw this.differs(sale, differences);
      if (isTooLate(sale.state)) return lateOrder(this.tools.sales, this.task, sale, 'change', differences, this.listed());
    }
    return this.change(sale);
  }

  private async change(sale: StoredSale): Promise<Round> {
    refuseTest(this.task);
    this.touched = true;
    const step = await changeSale(this.tools, this.task, sale);
    if (step.kind === 'differs') throw this.differs(step.sale, step.differences);
    if (step.kind === 'again') return 'again';
    step.warnings.forEach((warning) => this.warnings.add(warning));
    return this.changed(await this.advance(step.sale), 'change');
  }

  /** The sale stands as the order says: only its version moves on, and it is taken to its target. */
  private async keep(sale: StoredSale): Promise<Round> {
    const { sales } = this.tools;
    if (this.mustNote(sale)) {
      const lines = [['write', sale.lineIds, { note: formatNote(this.task.note) }]];
      const noted = await attempt(sales, sale, () => sales.write(sale.id, { lines }, guardOf(sale)));
      if (!noted) return 'again';
    }
    const { targetState: target, exclusive = false } = this.options;
    if (hasReached(sale.state, target)) return this.changed(sale, 'change');
    const waits = !exclusive && !this.touched;
    const state = waits ? await awaitProgress(sales.client, sale.id, sale.state, target) : sale.state;
    return this.changed(await this.advance({ ...sale, state }), 'change');
  }

  /** A newer version with the same content has to be noted, or an older one with another content could still come in between. */
  private mustNote({ note, lineIds }: StoredSale): boolean {
    if (lineIds.length === 0) return false;
    return note === undefined || note.content !== this.task.note.content || this.isNewer({ note });
  }

  /** Whether the order was changed since the version noted in its sale. */
  private isNewer({ note }: Pick<StoredSale, 'note'>): boolean {
    return note === undefined || compareVersions(firstPart(orderVersion(this.order)), firstPart(note.version)) > 0;
  }

  private async cancel(sale: StoredSale): Promise<Round> {
    if (isTooLate(sale.state)) return lateOrder(this.tools.sales, this.task, sale, 'cancel', [], this.listed());
    const stands = sale.state !== 'cancelled';
    if (!stands && sale.note?.cancelled === true && !this.isNewer(sale)) return this.changed(sale, 'cancel');
    const step: Step = await cancelSale(this.tools.sales, sale, this.task.note);
    if (stands) this.touched = true;
    if (step.kind !== 'done') return 'again';
    return this.changed(step.sale, 'cancel');
  }

  /**
   * Nothing is written, but what a process undid that knew nothing of the newer version is put right: a cancellation that was
   * undone is carried out again, and a sale that this very call has reset to draft is taken on again.
   */
  private async superseded(sale: StoredSale): Promise<Round> {
    if (sale.note?.cancelled === true && sale.state !== 'cancelled' && !isTooLate(sale.state)) {
      const step = await cancelSale(this.tools.sales, sale, sale.note);
      if (step.kind !== 'done') return 'again';
      return supersededResult(this.task, step.sale, this.listed());
    }
    const now = this.touched ? await this.advance(sale) : sale;
    return supersededResult(this.task, now, this.listed());
  }

  /** A person cancelled it in the ERP: that decision stands, and it is reported. */
  private leaveCancelled(sale: StoredSale): ChangedOrder {
    this.warnings.add('The sale was cancelled in the ERP; it was left as it is.');
    return this.changed(sale, 'change');
  }

  private async advance(sale: StoredSale): Promise<StoredSale> {
    const { targetState: target, acceptedWarnings } = this.options;
    if (hasReached(sale.state, target)) return (await this.tools.sales.read(sale.id)) ?? sale;
    return advanceSale(this.tools.sales, sale.id, sale.state, { target, acceptedWarnings, record: `order ${this.order.number}` });
  }

  private changed(sale: StoredSale, action: ChangedOrder['action']): ChangedOrder {
    const outcome = this.touched ? 'applied' : 'unchanged';
    return { outcome, action, ...saleResult(this.task, sale, this.listed()), version: orderVersion(this.order) };
  }

  private async differences(sale: StoredSale): Promise<readonly Difference[]> {
    return [...compareSale(this.task.expected, sale), ...(await compareHeader(this.tools, this.task, sale))];
  }

  private differs(sale: StoredSale, differences: readonly Difference[]): Failure {
    const what = `looks different in the ERP (sale ${sale.number ?? sale.id})`;
    return differenceFailure(
      this.order.number,
      what,
      differences,
      'Compare both, correct the one that is wrong, then run the item again.',
    );
  }

  private notThere(): Failure {
    return new Failure('NeedsHuman', `Order ${this.order.number} is not in the ERP`, {
      system: SYSTEM,
      code: 'not-found',
      record: this.order.number,
      nextStep: 'Nothing was written. Use Synchronize, which creates what is missing, or create the order first.',
    });
  }

  private listed(): readonly string[] {
    return this.tools.sales.keyed ? [...this.warnings] : [...this.warnings, NO_UNIQUE_KEY];
  }
}

/** When the order itself was changed; what stands behind only tells deliveries of the same moment apart. */
function firstPart(version: string): string {
  return version.split('/')[0] ?? version;
}
