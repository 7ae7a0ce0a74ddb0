import type { IExecuteFunctions } from 'n8n-workflow';
import type { Effect } from '../../core/delivery';
import type { Address, Order } from '../../core/documents';

/** What every ERP behind the node can do. */
export type ErpOperation = 'party.findOrCreate' | 'product.find' | 'order.create' | 'order.get' | 'order.find';

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

export interface SkippedOrder {
  readonly outcome: 'skipped';
  readonly reason: 'cancelled';
  readonly system: string;
  readonly key: string;
  readonly warnings: readonly string[];
  readonly order: SourceOrder;
}

export type CreateOrderResult = DeliveredOrder | SkippedOrder;

/** What an order is looked for by: exactly one of them. */
export type OrderQuery = { readonly reference: string } | { readonly number: string } | { readonly key: string };

/**
 * One signed-in connection to one ERP, valid for one execution. Every method throws only `Failure`.
 * A find with no match answers with an empty list; a get of an unknown id is a failure.
 */
export interface ErpConnection {
  findOrCreateParty(request: PartyRequest, options?: FindOrCreatePartyOptions): Promise<PartyResult>;
  findProducts(query: ProductQuery): Promise<readonly ProductRecord[]>;
  /** Writes the order once under its business key, or proves that it stands there already. */
  createOrder(order: Order, options: CreateOrderOptions): Promise<CreateOrderResult>;
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
