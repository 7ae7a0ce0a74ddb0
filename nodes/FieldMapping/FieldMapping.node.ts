import type {
  IExecuteFunctions,
  ILoadOptionsFunctions,
  INodeExecutionData,
  INodePropertyOptions,
  INodeType,
  INodeTypeDescription,
  ResourceMapperFields,
} from 'n8n-workflow';
import { NodeConnectionTypes } from 'n8n-workflow';
import { toNodeError } from '../shared';
import { listHubMappings, listShippedMappings } from './listMappings';
import { mapItems } from './mapItems';
import { properties } from './properties';
import { targetFields } from './targetFields';

export class FieldMapping implements INodeType {
  description: INodeTypeDescription = {
    displayName: 'MedSupply Field Mapping',
    name: 'fieldMapping',
    icon: { light: 'file:fieldMapping.svg', dark: 'file:fieldMapping.dark.svg' },
    group: ['transform'],
    version: 1,
    subtitle: '={{ $parameter["operation"] + ": " + ($parameter["mappingId"] || "own mapping") }}',
    description: 'Map records between a platform and the canonical documents with a declarative mapping',
    defaults: { name: 'MedSupply Field Mapping' },
    usableAsTool: true,
    inputs: [NodeConnectionTypes.Main],
    outputs: [NodeConnectionTypes.Main, NodeConnectionTypes.Main],
    outputNames: ['Mapped', 'Rejected'],
    // With it mappings can come from the hub, and the events of refused records are parked there.
    credentials: [{ name: 'medSupplyHubApi', required: false }],
    properties,
  };

  methods = {
    loadOptions: {
      async getMappings(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
        return listShippedMappings();
      },
      async getHubMappings(this: ILoadOptionsFunctions): Promise<INodePropertyOptions[]> {
        return await listHubMappings(this);
      },
    },
    resourceMapping: {
      async getTargetFields(this: ILoadOptionsFunctions): Promise<ResourceMapperFields> {
        return targetFields(String(this.getCurrentNodeParameter('mappingId') ?? ''));
      },
    },
  };

  async execute(this: IExecuteFunctions): Promise<INodeExecutionData[][]> {
    try {
      return await mapItems(this);
    } catch (error) {
      throw toNodeError(this.getNode(), error);
    }
  }
}
