import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import { compare, parseDecimal, ZERO } from '../../../../core/decimal';
import { Failure } from '../../../../core/failure';
import type { CreateOrderOptions, SyncOrderOptions } from '../../contract';
import { DEFAULT_CREATE_ORDER_OPTIONS } from '../../contract';

const targetState: INodeProperties = {
  displayName: 'Target State',
  name: 'targetState',
  type: 'options',
  options: [
    { name: 'Confirmed', value: 'confirmed', description: 'Shipment and invoice are made as the ERP is set up' },
    { name: 'Draft', value: 'draft', description: 'A person goes on in the ERP' },
    { name: 'Quotation', value: 'quotation', description: 'Numbered, but not yet binding' },
  ],
  default: 'confirmed',
  description: 'How far the order is taken; every step is read back',
};

const createOptions: INodeProperties[] = [
  {
    displayName: 'Accepted Warnings',
    name: 'acceptedWarnings',
    type: 'string',
    typeOptions: { multipleValues: true, multipleValueButtonText: 'Add Warning' },
    default: [],
    placeholder: 'e.g. sale_no_carrier',
    description:
      'Beginnings of the names of questions that the ERP may ask and that are answered with yes; every other question is an error',
  },
  {
    displayName: 'Default Party Code',
    name: 'defaultPartyCode',
    type: 'string',
    default: '',
    placeholder: 'e.g. WEB-GUEST',
    description: 'Code of the party for orders that name no customer',
  },
  {
    displayName: 'On Total Difference',
    name: 'onTotalDifference',
    type: 'options',
    options: [
      { name: 'Add Rounding Line', value: 'addRoundingLine', description: 'A small difference goes to the rounding product' },
      { name: 'Fail', value: 'fail', description: 'Nothing is written and the difference is reported' },
    ],
    default: 'fail',
    description: "What to do when the ERP's arithmetic cannot reach the order's amounts",
  },
  {
    displayName: 'Other Charges Product',
    name: 'otherChargesProduct',
    type: 'string',
    default: '',
    placeholder: 'e.g. SERVICE-FEE',
    description: 'SKU of the service that stands for tips, duties, fees and other charges',
  },
  {
    displayName: 'Rounding Product',
    name: 'roundingProduct',
    type: 'string',
    default: '',
    placeholder: 'e.g. ROUNDING',
    description: 'SKU of the service that takes a rounding difference',
  },
  {
    displayName: 'Rounding Tolerance',
    name: 'roundingTolerance',
    type: 'string',
    default: '0.05',
    description: "Largest difference that a rounding line may take, in the order's currency",
  },
  {
    displayName: 'Shipping Product',
    name: 'shippingProduct',
    type: 'string',
    default: 'FREIGHT',
    description: 'SKU of the service that stands for shipping',
  },
  {
    displayName: 'Test Orders',
    name: 'testOrders',
    type: 'options',
    options: [
      { name: 'Create', value: 'create', description: 'Test orders are written like any other' },
      { name: 'Refuse', value: 'refuse', description: 'A test order is an error' },
    ],
    default: 'refuse',
    description: 'What to do with orders that the channel marks as tests',
  },
];

const tooLate: INodeProperties = {
  displayName: 'If Too Late',
  name: 'onTooLate',
  type: 'options',
  options: [
    { name: 'Fail', value: 'fail', description: 'The item ends as an error that says what exists already and what to do' },
    { name: 'Return', value: 'return', description: 'The item goes on with the outcome tooLate' },
  ],
  default: 'fail',
  description: 'What to do when the ERP has shipped or invoiced the order, or has it in work, so that it can not be changed',
};

const unknownCancelled: INodeProperties = {
  displayName: 'Cancelled Before It Arrived',
  name: 'unknownCancelled',
  type: 'options',
  options: [
    { name: 'Leave a Cancelled Record', value: 'record', description: 'A creation that arrives late finds it and stays out' },
    { name: 'Write Nothing', value: 'skip', description: 'For workflows with a hub, which refuses the older version itself' },
  ],
  default: 'skip',
  description:
    'What to do with a cancelled order that never reached the ERP. If not set: nothing is written with a hub, a cancelled record is left without one.',
};

/** Parameters of Order: Create. None of them needs an expression in an ordinary set-up. */
export const createOptionProperties: INodeProperties[] = [targetState, collectionOf(createOptions)];

/** Parameters of Order: Change. */
export const changeOptionProperties: INodeProperties[] = [targetState, collectionOf([...createOptions, tooLate])];

/** Parameters of Order: Synchronize and Cancel. */
export const syncOptionProperties: INodeProperties[] = [targetState, collectionOf([...createOptions, tooLate, unknownCancelled])];

function collectionOf(options: readonly INodeProperties[]): INodeProperties {
  return {
    displayName: 'Options',
    name: 'orderOptions',
    type: 'collection',
    placeholder: 'Add Option',
    default: {},
    options: [...options].sort((one, other) => one.displayName.localeCompare(other.displayName, 'en')),
  };
}

type RawOptions = Partial<Omit<SyncOrderOptions, 'targetState' | 'exclusive'>>;

/**
 * Reads the options of one item; empty ones count as not set.
 * @throws Failure when the tolerance is no amount, or rounding is wanted without a product for it
 */
export function readCreateOptions(context: IExecuteFunctions, itemIndex: number): SyncOrderOptions {
  const targetState = context.getNodeParameter('targetState', itemIndex) as CreateOrderOptions['targetState'];
  const raw = context.getNodeParameter('orderOptions', itemIndex, {}) as RawOptions;
  const set = Object.fromEntries(
    // What to do when it is too late is the node's business, not the ERP's.
    Object.entries(raw).filter(([name, value]) => value !== '' && name !== 'onTooLate'),
  ) as RawOptions;
  const options: SyncOrderOptions = { ...DEFAULT_CREATE_ORDER_OPTIONS, ...set, targetState };
  const tolerance = parseDecimal(String(options.roundingTolerance));
  if (tolerance === undefined || compare(tolerance, ZERO) < 0) {
    throw new Failure('BadMapping', 'Rounding Tolerance is no amount', { nextStep: 'Write it like 0.05.' });
  }
  if (options.onTotalDifference === 'addRoundingLine' && options.roundingProduct === undefined) {
    throw new Failure('BadMapping', 'Add Rounding Line needs a Rounding Product', {
      nextStep: 'Set the SKU of a service for it.',
    });
  }
  return { ...options, roundingTolerance: String(options.roundingTolerance) };
}
