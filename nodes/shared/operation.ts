import type { IExecuteFunctions, INodeExecutionData, INodeProperties } from 'n8n-workflow';
import type { Effect } from '../../core/delivery';

/**
 * One operation of a node, one file each, read in the same order everywhere: effect, option, properties, execute.
 * The effect is printed in the README and checked by the contract test.
 */
export interface Operation {
  readonly effect: Effect;
  /** Entry of the Operation dropdown. */
  readonly option: { readonly name: string; readonly value: string; readonly action: string; readonly description: string };
  /** Parameters of this operation, with their `displayOptions` set by the resource. */
  readonly properties: INodeProperties[];
  /**
   * Handles one input item and returns its output items (without `pairedItem`: the runner adds it).
   * @throws Failure with a message that says what happened, to which record, and what to do
   */
  execute(context: IExecuteFunctions, itemIndex: number): Promise<INodeExecutionData[]>;
  /**
   * Handles all items of an execution together, for operations that can do so under a hub.
   * @returns one outcome per input item in their order; `undefined` when the items are to be handled one by one
   * @throws what stops the whole node
   */
  executeAll?(context: IExecuteFunctions): Promise<readonly ItemOutcome[] | undefined>;
}

/** What became of one input item. */
export type ItemOutcome =
  | { readonly ok: true; readonly items: readonly INodeExecutionData[] }
  | { readonly ok: false; readonly error: unknown };

export interface Resource {
  readonly name: string;
  readonly value: string;
  readonly operations: readonly Operation[];
}

/** Builds the Resource and Operation dropdowns and all parameters of a node from its resources. */
export function resourceProperties(resources: readonly Resource[]): INodeProperties[] {
  const firstResource = resources[0]?.value ?? '';
  const byName = (a: { name: string }, b: { name: string }) => a.name.localeCompare(b.name, 'en');
  const properties: INodeProperties[] = [
    {
      displayName: 'Resource',
      name: 'resource',
      type: 'options',
      noDataExpression: true,
      options: resources.map(({ name, value }) => ({ name, value })).sort(byName),
      default: firstResource,
    },
  ];
  for (const resource of resources) {
    const firstOperation = resource.operations[0]?.option.value ?? '';
    properties.push({
      displayName: 'Operation',
      name: 'operation',
      type: 'options',
      noDataExpression: true,
      displayOptions: { show: { resource: [resource.value] } },
      options: resource.operations.map((operation) => ({ ...operation.option })).sort(byName),
      default: firstOperation,
    });
    for (const operation of resource.operations) {
      for (const property of operation.properties) {
        properties.push({
          ...property,
          displayOptions: {
            ...property.displayOptions,
            show: { ...property.displayOptions?.show, resource: [resource.value], operation: [operation.option.value] },
          },
        });
      }
    }
  }
  return properties;
}
