import type {
  DocumentTypes,
  InvoiceDocument,
  OrderDocument,
  PartyDocument,
  ProductDocument,
  ShipmentDocument,
  StockLevelDocument,
} from './generated';

export { documentTypes } from './generated';
export type { DocumentTypes } from './generated';

/** Name of a canonical document type, e.g. `order`. */
export type DocumentType = keyof DocumentTypes;

export type Order = OrderDocument;
export type OrderLine = Order['lines'][number];
export type OrderCharge = Order['charges'][number];
export type Tax = OrderLine['taxes'][number];
export type Address = NonNullable<Order['shipTo']>;
export type PartyReference = NonNullable<Order['customer']>;
export type Lot = NonNullable<OrderLine['lots']>[number];
export type Party = PartyDocument;
export type Product = ProductDocument;
export type StockLevel = StockLevelDocument;
export type Shipment = ShipmentDocument;
export type Invoice = InvoiceDocument;
