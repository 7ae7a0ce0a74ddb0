import type { IExecuteFunctions } from 'n8n-workflow';
import type { Difference, Effect } from '../../core/delivery';
import type { Address, Order } from '../../core/documents';

/** What every ERP behind the node can do. */
export type ErpOperation =
  | 'party.findOrCreate'
  | 'product.find'
  | 'order.create'
  | 'order.change'
  | 'order.cancel'
  | 'order.sync'
  | 'order.get'
  | 'order.find';

/** Who has to exist in the ERP, as far as a document names it. Every value but the ids is personal data. */
export interface PartyRequest {
  readonly system: string;
  readonly tenant: string;
  /** Id in the source system; absent for guests. */
  readonly id?: string;
  /** Code by which the ERP may know this party already. */
  readonly number?: string;
  readonly name?: string;
  readonly email?: string;
  readonly phone?: string;
  readonly taxId?: string;
  readonly invoiceAddress?: Address;
  readonly deliveryAddress?: Address;
}

export interface FindOrCreatePartyOptions {
  /** Code of the party to use when the document names nobody. */
  readonly defaultPartyCode?: string;
}

export interface PartyResult {
  readonly outcome: 'created' | 'existing';
  readonly system: string;
  readonly id: string;
  readonly code: string;
  readonly invoiceAddressId?: string;
  readonly deliveryAddressId?: string;
  readonly warnings: readonly string[];
}

/** An article as the ERP knows it. */
export interface ProductRecord {
  readonly id: string;
  readonly sku: string;
  readonly name: string;
  /** False when the ERP does not sell it. */
  readonly salable: boolean;
  readonly kind: 'goods' | 'service' | 'other';
  /** UN/ECE unit code, or the ERP's own unit where there is none. */
  readonly unit: string;
  readonly identifiers: readonly string[];
}

export type ProductQuery = { readonly sku: string } | { readonly gtin: string };

export type OrderTargetState = 'draft' | 'quotation' | 'confirmed';

export interface CreateOrderOptions extends FindOrCreatePartyOptions {
  /** How far the order is taken; every step is read back. */
  readonly targetState: OrderTargetState;
  /** `refuse`: a test order is an error; `create`: it is written like any other. */
  readonly testOrders: 'refuse' | 'create';
  /** Article number that stands for shipping charges. */
  readonly shippingProduct: string;
  /** Article number that stands for every other charge. */
  readonly otherChargesProduct?: string;
  /** What happens when the ERP's arithmetic cannot reach the order's total. */
  readonly onTotalDifference: 'fail' | 'addRoundingLine';
  /** Article number of the line that takes the difference. */
  readonly roundingProduct?: string;
  /** Largest difference that a rounding line may take, in the order's currency, e.g. `0.05`. */
  readonly roundingTolerance: string;
  /** Beginnings of the names of questions that the ERP may ask and that are answered with yes. */
  readonly acceptedWarnings: readonly string[];
  /**
   * True when the caller holds the hub's claim on this order, so that nobody else writes it at this moment: then nobody is waited
   * for who may be completing it.
   */
  readonly exclusive?: boolean;
}

/** Changes are written with the same choices as creations. */
export type ChangeOrderOptions = CreateOrderOptions;

export interface SyncOrderOptions extends CreateOrderOptions {
  /**
   * What becomes of a cancelled order that never reached the ERP. `skip`: nothing is written. `record`: a cancelled record is left
   * under its key, so that a creation that arrives late finds it and stays out; for set-ups without a hub.
   */
  readonly unknownCancelled?: 'skip' | 'record';
}

export interface OrderTotals {
  readonly untaxed: string;
  readonly tax: string;
  readonly total: string;
  readonly currency: string;
}

export interface OrderLineRecord {
  readonly id: string;
  readonly sku?: string;
  readonly description?: string;
  readonly quantity: string;
  /** The ERP's own unit symbol. */
  readonly unit?: string;
  readonly unitPrice: string;
  readonly amount: string;
}

/** An order as the ERP stores it. */
export interface OrderRecord {
  readonly system: string;
  readonly id: string;
  readonly number?: string;
  readonly state: string;
  readonly reference?: string;
  /** The key under which it was delivered; absent when it was entered by hand. */
  readonly key?: string;
  readonly orderDate?: string;
  readonly party: { readonly id: string; readonly code: string };
  readonly totals: OrderTotals;
  readonly lines: readonly OrderLineRecord[];
}

interface SourceOrder {
  readonly id: string;
  readonly number: string;
}

export interface DeliveredOrder {
  readonly outcome: 'created' | 'existing';
  readonly system: string;
  readonly id: string;
  readonly number?: string;
  readonly state: string;
  readonly reference?: string;
  readonly key: string;
  readonly totals: OrderTotals;
  readonly party: { readonly id: string; readonly code: string };
  readonly warnings: readonly string[];
  /** The order in its source. */
  readonly order: SourceOrder;
}

/** A cancelled order that never reached the ERP, or that stands there although it was only to be created. */
export interface SkippedOrder {
  readonly outcome: 'skipped';
  readonly reason: 'cancelled';
  readonly system: string;
  readonly key: string;
  readonly warnings: readonly string[];
  readonly order: SourceOrder;
}

/** An order that stood in the ERP and now is as its source says. */
export interface ChangedOrder extends Omit<DeliveredOrder, 'outcome'> {
  /** `applied`: it was changed or cancelled by this call, read back and compared; `unchanged`: it stood there as it should. */
  readonly outcome: 'applied' | 'unchanged';
  readonly action: 'change' | 'cancel';
  /** Version of the order that now stands in the ERP. */
  readonly version: string;
}

/** A document that the ERP has made from the order. */
export interface FollowUpDocument {
  readonly kind: 'shipment' | 'invoice';
  readonly id: string;
  readonly number?: string;
  /** The ERP's own state. */
  readonly state: string;
  /** True once it can no longer be taken back without a document that reverses it. */
  readonly binding: boolean;
}

/** The order has gone too far in the ERP to be changed or cancelled there; nothing was written. */
export interface LateOrder extends Omit<DeliveredOrder, 'outcome'> {
  readonly outcome: 'tooLate';
  readonly action: 'change' | 'cancel';
  readonly version: string;
  /** What exists already. */
  readonly followUps: readonly FollowUpDocument[];
  /** Where the order and the ERP differ; empty for a cancellation. No personal values. */
  readonly differences: readonly Difference[];
  /** `person`: everything can still be taken back by hand; `reversingDocument`: goods or an invoice are out. */
  readonly needs: 'person' | 'reversingDocument';
  /** What to do, one sentence. */
  readonly nextStep: string;
}

/** A newer version of the order stands in the ERP; nothing was written. */
export interface SupersededOrder extends Omit<DeliveredOrder, 'outcome'> {
  readonly outcome: 'superseded';
  /** Version of the order that was given. */
  readonly version: string;
  /** Version that stands in the ERP. */
  readonly by: string;
}

export type CreateOrderResult = DeliveredOrder | SkippedOrder | SupersededOrder;
export type ChangeOrderResult = ChangedOrder | LateOrder | SupersededOrder;
export type CancelOrderResult = ChangedOrder | LateOrder | SupersededOrder | SkippedOrder;

/**
 * How a synchronised order ends:
 *
 * | outcome | meaning |
 * | --- | --- |
 * | `created` | it was missing and was written |
 * | `applied` | it was changed or cancelled, read back and compared |
 * | `unchanged` | it stood there as it should |
 * | `superseded` | a newer version stands there |
 * | `tooLate` | it should be changed or cancelled, but the ERP has gone on with it: a person or a reversing document |
 * | `skipped` | it was cancelled before it reached the ERP |
 */
export type SyncOrderResult = DeliveredOrder | ChangedOrder | LateOrder | SupersededOrder | SkippedOrder;

/** What an order is looked for by: exactly one of them. */
export type OrderQuery = { readonly reference: string } | { readonly number: string } | { readonly key: string };

/**
 * One signed-in connection to one ERP, valid for one execution. Every method throws only `Failure`. Calls may run side by side:
 * what several of them ask of the ERP at the same moment can travel in one request.
 * A find with no match answers with an empty list; a get of an unknown id is a failure.
 */
export interface ErpConnection {
  /** Stable text that names the ERP this connection writes to, by host and database: the first part of effect keys. */
  readonly target: string;
  findOrCreateParty(request: PartyRequest, options?: FindOrCreatePartyOptions): Promise<PartyResult>;
  findProducts(query: ProductQuery): Promise<readonly ProductRecord[]>;
  /** Writes the order once under its business key, or proves that it stands there already. */
  createOrder(order: Order, options: CreateOrderOptions): Promise<CreateOrderResult>;
  /**
   * Brings an order that stands in the ERP to the document's lines, party and addresses, in one write, and to the target state.
   * A cancelled document is cancelled. An order that is not there is a failure.
   */
  changeOrder(order: Order, options: ChangeOrderOptions): Promise<ChangeOrderResult>;
  /** Cancels an order, whatever the document's own status says. */
  cancelOrder(order: Order, options: SyncOrderOptions): Promise<CancelOrderResult>;
  /** Creates what is missing, changes what differs, cancels what is cancelled; versions decide which of two documents counts. */
  syncOrder(order: Order, options: SyncOrderOptions): Promise<SyncOrderResult>;
  getOrder(id: string): Promise<OrderRecord>;
  findOrders(query: OrderQuery): Promise<readonly OrderRecord[]>;
}

/** One ERP: a folder under `systems/` and a row in `systems/index.ts`. */
export interface ErpSystem {
  /** Value of the node's System parameter. */
  readonly id: string;
  /** Name in the dropdown. */
  readonly name: string;
  readonly credential: string;
  /** What a repeat of each operation does on this ERP. */
  readonly effects: Readonly<Record<ErpOperation, Effect>>;
  /** Opens the connection with the node's credential; called once an execution. */
  connect(context: IExecuteFunctions): Promise<ErpConnection>;
}

export const DEFAULT_CREATE_ORDER_OPTIONS: CreateOrderOptions = {
  targetState: 'confirmed',
  testOrders: 'refuse',
  shippingProduct: 'FREIGHT',
  onTotalDifference: 'fail',
  roundingTolerance: '0.05',
  acceptedWarnings: [],
};
