/** JSON Schemas of the audit routes. */
const count = { type: 'integer', minimum: 1, maximum: Number.MAX_SAFE_INTEGER } as const;
const text = { type: 'string', minLength: 1, maxLength: 1000 } as const;
const hash = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const;

/** Body of a note. */
export const note = {
  type: 'object',
  required: ['type', 'object', 'body'],
  additionalProperties: false,
  properties: {
    type: {
      type: 'string',
      pattern: '^[A-Za-z0-9]+(?:\\.[A-Za-z0-9]+)*$',
      maxLength: 100,
      description: 'Words joined by points.',
    },
    object: {
      type: 'object',
      required: ['kind', 'id'],
      additionalProperties: false,
      properties: { kind: text, id: text, version: text },
    },
    body: { type: 'object', description: 'Facts, without secrets and personal values.', additionalProperties: true },
  },
} as const;

export const listQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    after: { type: 'integer', minimum: 0, description: 'Continues behind this row.' },
    limit: { type: 'integer', minimum: 1, maximum: 1000, default: 100 },
    kind: { ...text, description: 'With `id`: rows about one object.' },
    id: text,
  },
  dependentRequired: { kind: ['id'], id: ['kind'] },
} as const;

export const inclusionQuery = {
  type: 'object',
  required: ['seq'],
  additionalProperties: false,
  properties: {
    seq: count,
    size: { ...count, description: 'Rows of the tree; default: of the oldest checkpoint that covers the row.' },
  },
} as const;

export const consistencyQuery = {
  type: 'object',
  required: ['first'],
  additionalProperties: false,
  properties: { first: count, second: { ...count, description: 'Default: the newest checkpoint.' } },
} as const;

export const exportQuery = {
  type: 'object',
  additionalProperties: false,
  properties: { from: { ...count, description: 'First row; default 1.' }, to: { ...count, description: 'Last row.' } },
} as const;

/** A row, as the export has it. */
export const logRow = {
  type: 'object',
  required: ['seq', 'tsWall', 'type', 'body', 'hash'],
  additionalProperties: true,
  properties: {
    seq: { type: 'integer' },
    tsWall: { type: 'string', description: 'UTC, as the machine said.' },
    type: { type: 'string' },
    body: { type: 'object', additionalProperties: true },
    personal: { type: 'object', additionalProperties: { type: 'string' }, description: 'Salted hashes of personal values.' },
    hash: { type: 'string' },
  },
} as const;

export const madeCheckpoint = {
  type: 'object',
  required: ['size', 'checkpoint', 'madeAtMs'],
  properties: {
    size: { type: 'integer' },
    checkpoint: { type: 'string', description: 'C2SP signed note: keep it elsewhere.' },
    madeAtMs: { type: 'integer' },
  },
} as const;

export const proof = {
  type: 'object',
  required: ['kind', 'path'],
  additionalProperties: true,
  properties: { kind: { type: 'string' }, path: { type: 'array', items: hash } },
} as const;
