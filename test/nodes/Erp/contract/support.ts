import { isFailure } from '../../../../core/failure';
import type {
  CreateOrderOptions,
  CreateOrderResult,
  DeliveredOrder,
  ErpConnection,
  PartyRequest,
} from '../../../../nodes/Erp/contract';
import { DEFAULT_CREATE_ORDER_OPTIONS } from '../../../../nodes/Erp/contract';
import type { LineSpec } from '../support/orderBuilder';
import { buildAddress, freshId } from '../support/orderBuilder';
import type { ErpHarness } from './harness';

/** What the parts of the suite share; filled before the first test runs. */
export interface Suite {
  erp: ErpHarness;
  connection: ErpConnection;
}

/** Options of an ordinary order with changes. */
export const options = (changes: Partial<CreateOrderOptions> = {}): CreateOrderOptions => ({
  ...DEFAULT_CREATE_ORDER_OPTIONS,
  ...changes,
});

/** A result that is an order; a skipped one fails the test. */
export function delivered(result: CreateOrderResult): DeliveredOrder {
  if (result.outcome === 'created' || result.outcome === 'existing') return result as DeliveredOrder;
  throw new Error(`the order ended as ${result.outcome}`);
}

/** The failure that a promise ends with; a test that gets none has to fail. */
export async function failureOf(
  promise: Promise<unknown>,
): Promise<{ readonly recovery: string; readonly text: string; readonly details: Record<string, unknown> }> {
  const error: unknown = await promise.then(
    () => new Error('expected a failure, but it succeeded'),
    (reason: unknown) => reason,
  );
  if (!isFailure(error)) throw error;
  return { recovery: error.recovery, text: `${error.message} ${JSON.stringify(error.details)}`, details: { ...error.details } };
}

/** A customer as a shop names it; new each time. */
export const buyer = (changes: Partial<PartyRequest> = {}): PartyRequest => ({
  system: 'shopify',
  tenant: 'suzhou-medtrade.myshopify.com',
  id: `p${freshId()}`,
  name: 'Third Hospital',
  email: 'ap@third.example',
  phone: '+86 25 0000 0000',
  taxId: '91320100MA1YYYYY0C',
  invoiceAddress: buildAddress(),
  deliveryAddress: buildAddress(),
  ...changes,
});

/** An ordinary pair of lines: 3519.30 net, 457.51 tax. */
export const twoLines = ({ erp }: Suite): readonly LineSpec[] => [
  { sku: erp.deviceSku, quantity: '3', net: '3240.00' },
  { sku: erp.otherSku, quantity: '7', net: '279.30' },
];
