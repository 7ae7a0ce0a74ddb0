import type { DeliveredOrder, ErpConnection } from '../../../../nodes/Erp/contract';

/** What goes wrong on the way to the ERP, told in the contract's terms; each system knows where in its protocol that is. */
export type ErpFault =
  | 'loseAnswerOfOrderCreate'
  | 'loseRequestOfOrderCreate'
  | 'loseAnswerOfPartyCreate'
  | 'loseAnswerOfConfirm'
  | 'crashAfterOrderCreate'
  | 'crashBeforeConfirm'
  | 'endSessionMidRun'
  | 'loseAnswerOfChange'
  | 'loseRequestOfChange'
  /** The answer to what makes an order changeable again. */
  | 'loseAnswerOfReset'
  | 'crashBeforeChange'
  | 'crashBeforeQuote'
  /** The ERP answers the confirmation like a success and does nothing. */
  | 'silentConfirm'
  /** The ERP stores another quantity than it was sent. */
  | 'storeOtherQuantity'
  | 'wrongPassword'
  | 'unreachable';

/** One running ERP with known master data, and a way to count what stands in it. */
export interface ErpHarness {
  connect(fault?: ErpFault): Promise<ErpConnection>;
  /** Salable goods counted in pieces, taxed at `standardRate` in the ERP. */
  readonly deviceSku: string;
  readonly otherSku: string;
  /** GTIN of `otherSku`. */
  readonly otherGtin: string;
  readonly shippingSku: string;
  readonly standardRate: string;
  readonly reducedRate: string;
  readonly currency: string;
  /** Another currency that the ERP knows, with two decimals. */
  readonly foreignCurrency: string;
  /** Code of a party that stands in the ERP from the start, with an address. */
  readonly knownPartyCode: string;
  countOrders(reference: string): Promise<number>;
  countParties(code: string): Promise<number>;
  /** Active addresses of a party. */
  countAddresses(code: string): Promise<number>;
  /** Documents that the ERP made of a confirmed order, once it has finished making them. */
  followUps(orderId: string): Promise<{ readonly shipments: number; readonly invoices: number }>;
  /** Name, first address' street and first order line's text, as stored. */
  readTexts(
    result: DeliveredOrder,
  ): Promise<{ readonly party: string; readonly street: string; readonly line: string; readonly comment: string }>;
  /** What a clerk does in the ERP. */
  writeComment(orderId: string, text: string): Promise<void>;
  cancelByHand(orderId: string): Promise<void>;
  close(): Promise<void>;
}
