import type { INodeProperties } from 'n8n-workflow';

const shipped = { show: { mappingSource: ['shipped', 'overrides'] } };

/** Parameters of the node, top to bottom as the editor shows them. */
export const properties: INodeProperties[] = [
  {
    displayName: 'Operation',
    name: 'operation',
    type: 'options',
    noDataExpression: true,
    options: [
      {
        name: 'Explain',
        value: 'explain',
        action: 'Explain a mapping',
        description: 'Say for every output field which rule made it from which input fields',
      },
      {
        name: 'List Coverage',
        value: 'coverage',
        action: 'List coverage of a mapping',
        description: 'List the input fields that rules read, and those with a value that nobody reads',
      },
      {
        name: 'Map',
        value: 'map',
        action: 'Map records',
        description: 'Map every item; items that cannot be mapped leave on the second output with the reasons',
      },
    ],
    default: 'map',
  },
  {
    displayName: 'Mapping From',
    name: 'mappingSource',
    type: 'options',
    noDataExpression: true,
    options: [
      { name: 'Hub', value: 'hub', description: 'A mapping that is kept and versioned at the hub; needs the hub credential' },
      { name: 'Shipped Mapping', value: 'shipped', description: 'A mapping that comes with this package' },
      {
        name: 'Shipped Mapping With Changed Fields',
        value: 'overrides',
        description: 'A shipped mapping of which some fields are read from elsewhere',
      },
      { name: 'Own JSON', value: 'json', description: 'A mapping file of your own; it may extend a shipped one' },
    ],
    default: 'shipped',
  },
  {
    displayName: 'Mapping Name or ID',
    name: 'mappingId',
    type: 'options',
    noDataExpression: true,
    typeOptions: { loadOptionsMethod: 'getMappings' },
    displayOptions: shipped,
    default: '',
    required: true,
    description:
      'The mapping to use. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
  },
  {
    displayName: 'Hub Mapping Name or ID',
    name: 'hubMappingId',
    type: 'options',
    noDataExpression: true,
    typeOptions: { loadOptionsMethod: 'getHubMappings' },
    displayOptions: { show: { mappingSource: ['hub'] } },
    default: '',
    required: true,
    description:
      'The mapping to use. Choose from the list, or specify an ID using an <a href="https://docs.n8n.io/code/expressions/">expression</a>.',
  },
  {
    displayName: 'Hub Mapping Version',
    name: 'hubMappingVersion',
    type: 'string',
    noDataExpression: true,
    displayOptions: { show: { mappingSource: ['hub'] } },
    default: '',
    placeholder: 'e.g. 1.2.0',
    description: 'Version to use; leave empty for the one that is active at the hub when the workflow runs',
  },
  {
    displayName: 'Mapping',
    name: 'mappingJson',
    type: 'json',
    typeOptions: { rows: 12 },
    displayOptions: { show: { mappingSource: ['json'] } },
    default: '{\n  "id": "my-company/order.in",\n  "version": "1.0.0",\n  "extends": "shopify/order.in",\n  "fields": {}\n}',
    required: true,
    description: 'The mapping file as JSON. With "extends" you write down only what is different.',
  },
  {
    displayName: 'Changed Fields',
    name: 'overrides',
    type: 'resourceMapper',
    noDataExpression: true,
    default: { mappingMode: 'defineBelow', value: null },
    displayOptions: { show: { mappingSource: ['overrides'] } },
    typeOptions: {
      loadOptionsDependsOn: ['mappingId'],
      resourceMapper: {
        resourceMapperMethod: 'getTargetFields',
        mode: 'add',
        valuesLabel: 'Fields to read from elsewhere',
        fieldWords: { singular: 'field', plural: 'fields' },
        addAllFields: false,
        supportAutoMap: false,
        noFieldsError: 'Choose a mapping first.',
      },
    },
    description:
      'Only the fields you fill in are changed. Write where the value comes from (note_attributes[0].value; inside lines relative to the line), or a fixed text in double quotes ("web"). A single minus sign removes the field.',
  },
  {
    displayName: 'Input Field',
    name: 'inputField',
    type: 'string',
    noDataExpression: true,
    default: 'payload',
    description:
      'Field of the item that holds the record. The triggers of this package put it into "payload"; leave empty to map the whole item.',
  },
  {
    displayName: 'Context',
    name: 'context',
    type: 'fixedCollection',
    typeOptions: { multipleValues: true },
    placeholder: 'Add Value',
    default: {},
    description: 'Values from outside the record, such as timeZone. Tenant and version are taken from the trigger by themselves.',
    options: [
      {
        displayName: 'Value',
        name: 'values',
        values: [
          {
            displayName: 'Name',
            name: 'name',
            type: 'string',
            default: '',
            description: 'Name of the context value as the mapping declares it',
          },
          { displayName: 'Value', name: 'value', type: 'string', default: '', description: 'Value for this workflow' },
        ],
      },
    ],
  },
];
