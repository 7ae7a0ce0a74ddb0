import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { isFailure } from '../../core/failure';
import { toNodeError } from './nodeError';
import type { Resource } from './operation';

/**
 * Runs the chosen operation for every input item: the `execute()` of every action node of this pack.
 * An item that fails goes to the error output when the node is set to continue, with the reason and what to do;
 * otherwise the node stops with the same text.
 */
export async function runOperations(context: IExecuteFunctions, resources: readonly Resource[]): Promise<INodeExecutionData[][]> {
  const resourceValue = context.getNodeParameter('resource', 0) as string;
  const operationValue = context.getNodeParameter('operation', 0) as string;
  const operation = resources
    .find(({ value }) => value === resourceValue)
    ?.operations.find(({ option }) => option.value === operationValue);
  if (operation === undefined) {
    throw new NodeOperationError(context.getNode(), `This node has no operation "${operationValue}" for "${resourceValue}"`, {
      description: 'Open the node and choose the operation again: the workflow was made for another version of the pack.',
    });
  }

  const output: INodeExecutionData[] = [];
  const count = context.getInputData().length;
  for (let itemIndex = 0; itemIndex < count; itemIndex++) {
    try {
      for (const item of await operation.execute(context, itemIndex)) {
        output.push({ ...item, pairedItem: { item: itemIndex } });
      }
    } catch (error) {
      const nodeError = toNodeError(context.getNode(), error, itemIndex);
      if (!context.continueOnFail()) throw nodeError;
      // n8n routes an item to the error output by this shape: only error, message and details beside each other.
      output.push({
        json: {
          error: nodeError.message,
          details: {
            nextStep: nodeError.description ?? '',
            ...(isFailure(error) ? { recovery: error.recovery, ...error.details } : {}),
          },
        },
        pairedItem: { item: itemIndex },
      });
    }
  }
  return [output];
}
