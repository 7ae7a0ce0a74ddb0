import type { IExecuteFunctions, INodeExecutionData, INodeType, INodeTypeDescription } from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { resourceProperties, runOperations } from '../shared';
import { resources } from './resources';

/**
 * The memory behind the workflows: events and what became of them, effects, links between documents, the audit log, mappings and
 * incidents. Names the node and routes to its operations; everything it does is in `resources/`.
 */
export class Hub implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'MedSupply Hub',
    name: 'hub',
    icon: { light: 'file:hub.svg', dark: 'file:hub.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{$parameter["operation"] + ": " + $parameter["resource"]}}',
    description: 'Look at events, effects, links, audit log, mappings and incidents of the hub, and decide what becomes of them',
    defaults: { name: 'MedSupply Hub' },
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main],
    usableAsTool: true,
    credentials: [{ name: 'medSupplyHubApi', required: true }],
    properties: resourceProperties(resources),
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    return await runOperations(this, resources);
  }
}
