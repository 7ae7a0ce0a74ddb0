import type { IExecuteFunctions, INodeExecutionData } from 'n8n-workflow';
import { NodeOperationError } from 'n8n-workflow';
import { isFailure } from '../../core/failure';
import { carryHubEvent } from './hub/hubFields';
import { toNodeError } from './nodeError';
import type { ItemOutcome, Operation, Resource } from './operation';

/**
 * Runs the chosen operation for every input item: the `execute()` of every action node of this pack.
 * An item that fails goes to the error output when the node is set to continue, with the reason and what to do;
 * otherwise the node stops with the same text. Items of a hub event keep their reference to it.
 */
export async function runOperations(context: IExecuteFunctions, resources: readonly Resource[]): Promise<INodeExecutionData[][]> {
  const operation = chosenOperation(context, resources);
  const inputs = context.getInputData();
  const together = await allTogether(context, operation);
  const output: INodeExecutionData[] = [];
  for (const [itemIndex, { json }] of inputs.entries()) {
    const outcome = together?.[itemIndex] ?? (await oneItem(context, operation, itemIndex));
    if (outcome.ok) {
      for (const item of outcome.items)
        output.push({ ...item, json: carryHubEvent(json, item.json), pairedItem: { item: itemIndex } });
      continue;
    }
    const nodeError = toNodeError(context.getNode(), outcome.error, itemIndex);
    if (!context.continueOnFail()) throw nodeError;
    // n8n routes an item to the error output by this shape: only error, message and details beside each other.
    output.push({
      json: {
        error: nodeError.message,
        details: {
          nextStep: nodeError.description ?? '',
          ...(isFailure(outcome.error) ? { recovery: outcome.error.recovery, ...outcome.error.details } : {}),
        },
      },
      pairedItem: { item: itemIndex },
    });
  }
  return [output];
}

function chosenOperation(context: IExecuteFunctions, resources: readonly Resource[]): Operation {
  const resourceValue = context.getNodeParameter('resource', 0) as string;
  const operationValue = context.getNodeParameter('operation', 0) as string;
  const operation = resources
    .find(({ value }) => value === resourceValue)
    ?.operations.find(({ option }) => option.value === operationValue);
  if (operation !== undefined) return operation;
  throw new NodeOperationError(context.getNode(), `This node has no operation "${operationValue}" for "${resourceValue}"`, {
    description: 'Open the node and choose the operation again: the workflow was made for another version of the pack.',
  });
}

/** Whatever stops all items together stops each of them: so they reach the error output when the node is set to continue. */
async function allTogether(context: IExecuteFunctions, operation: Operation): Promise<readonly ItemOutcome[] | undefined> {
  if (operation.executeAll === undefined) return undefined;
  try {
    return await operation.executeAll(context);
  } catch (error) {
    return context.getInputData().map(() => ({ ok: false, error }));
  }
}

async function oneItem(context: IExecuteFunctions, operation: Operation, itemIndex: number): Promise<ItemOutcome> {
  try {
    return { ok: true, items: await operation.execute(context, itemIndex) };
  } catch (error) {
    return { ok: false, error };
  }
}
