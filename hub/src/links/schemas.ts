const part = { type: 'string', minLength: 1, maxLength: 200 } as const;

export const documentReference = {
  type: 'object',
  required: ['system', 'tenant', 'documentType', 'id'],
  additionalProperties: false,
  properties: { system: part, tenant: part, documentType: part, id: part, number: { ...part, description: 'As people know it' } },
} as const;

const link = {
  type: 'object',
  required: ['from', 'to', 'relation'],
  additionalProperties: false,
  properties: {
    from: documentReference,
    to: documentReference,
    relation: { type: 'string', pattern: '^[a-z][A-Za-z]{1,49}$', description: '`becameOrder`, `shippedBy`, `invoicedBy` …' },
  },
} as const;

export const linkList = { type: 'array', maxItems: 200, items: link } as const;

export const linksBody = {
  type: 'object',
  required: ['links'],
  additionalProperties: false,
  properties: { links: { ...linkList, minItems: 1 } },
} as const;

export const graphQuery = {
  type: 'object',
  required: ['system', 'tenant', 'documentType', 'id'],
  additionalProperties: false,
  properties: {
    ...{ system: part, tenant: part, documentType: part, id: part },
    depth: { type: 'integer', minimum: 1, maximum: 20, default: 5 },
  },
} as const;

export const linkGraph = {
  type: 'object',
  required: ['documents', 'links'],
  additionalProperties: false,
  properties: {
    documents: { type: 'array', items: documentReference },
    links: {
      type: 'array',
      items: {
        type: 'object',
        required: ['from', 'to', 'relation', 'atMs'],
        additionalProperties: false,
        properties: {
          from: { type: 'integer', description: 'Place in `documents`, from 0' },
          to: { type: 'integer', description: 'Place in `documents`, from 0' },
          relation: { type: 'string' },
          atMs: { type: 'integer' },
        },
      },
    },
  },
} as const;

export const findQuery = {
  type: 'object',
  required: ['text'],
  additionalProperties: false,
  properties: { text: { ...part, description: 'The whole id or number' } },
} as const;

export const foundDocuments = {
  type: 'object',
  required: ['documents'],
  additionalProperties: false,
  properties: { documents: { type: 'array', items: documentReference } },
} as const;
