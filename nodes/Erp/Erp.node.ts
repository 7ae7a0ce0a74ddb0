import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { resourceProperties, runOperations } from '../shared';
import { resources } from './resources';

/**
 * The ERP behind one contract: templates do not change when the ERP does.
 *
 * - Order: Create writes a canonical `order` document once. It checks everything first (articles, units, taxes, currency,
 *   party), writes under a unique key, reads back, compares to the last digit, and takes the order to the wanted state.
 *   Running it again, at once or later, finds the same order.
 * - Order: Synchronize creates, changes or cancels, whatever the document asks for; Change and Cancel do one of them.
 * - Party: Create or Get does the same for customers, under a code made from the source's identity.
 * - Product and Order: Find and Get only read.
 *
 * With a hub credential the writes of an execution are claimed together, carried out under their claims, and settled.
 * Every operation declares what a repeat does (`effect`). Systems live in `systems/`, one folder each.
 */
export class Erp implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'MedSupply ERP',
    name: 'erp',
    icon: { light: 'file:erp.svg', dark: 'file:erp.dark.svg' },
    group: ['output'],
    version: 1,
    subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
    description: 'Write, change and cancel orders and write parties in an ERP once, and find products and orders in it',
    defaults: { name: 'MedSupply ERP' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
    credentials: [
      { name: 'medSupplyTrytonApi', required: true, displayOptions: { show: { system: ['tryton'] } } },
      // With it every write is claimed at the hub first and settled there afterwards.
      { name: 'medSupplyHubApi', required: false },
    ],
    properties: [
      {
        displayName: 'System',
        name: 'system',
        type: 'options',
        noDataExpression: true,
        options: [{ name: 'Tryton', value: 'tryton', description: 'Tryton 6.0' }],
        default: 'tryton',
        description: 'The ERP to talk to',
      },
      ...resourceProperties(resources),
    ],
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return runOperations(this, resources);
  }
}
