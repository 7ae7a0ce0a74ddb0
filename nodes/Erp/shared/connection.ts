import type { IExecuteFunctions } from 'n8n-workflow';
import { Failure } from '../../../core/failure';
import type { ErpConnection } from '../contract';
import { systems } from '../systems';

/** One connection per execution of the node: signing in and reading master data once serves all items. */
const connections = new WeakMap<IExecuteFunctions, Promise<ErpConnection>>();

/** The connection to the system that the node is set to. */
export async function connectionOf(context: IExecuteFunctions): Promise<ErpConnection> {
  const known = connections.get(context) ?? connect(context);
  connections.set(context, known);
  return known;
}

async function connect(context: IExecuteFunctions): Promise<ErpConnection> {
  const id = context.getNodeParameter('system', 0) as string;
  const system = systems.find((candidate) => candidate.id === id);
  if (system === undefined) {
    throw new Failure('NeedsHuman', `This node knows no ERP "${id}"`, {
      nextStep: 'Open the node and choose the system again: the workflow was made for another version of the pack.',
    });
  }
  return system.connect(context);
}
