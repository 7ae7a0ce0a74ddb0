const STATES = ['ready', 'leased', 'unknown', 'parked', 'done', 'superseded', 'repeat', 'resolved'] as const;
const OUTCOMES = ['done', 'failed', 'unknown', 'parked', 'superseded', 'released'] as const;
const MAX_BODY_BASE64 = 14_000_000; // ten million bytes

const name = { type: 'string', minLength: 1, maxLength: 200 } as const;
const key = { type: 'string', minLength: 1, maxLength: 500 } as const;
const timeMs = { type: 'integer', minimum: 0, maximum: 8_640_000_000_000_000, description: 'Milliseconds since 1970' } as const;
const headers = { type: 'object', maxProperties: 100, additionalProperties: { type: 'string', maxLength: 8_192 } } as const;

/** Ids of events are decimal numbers as text. */
export const eventById = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string', pattern: '^[1-9][0-9]{0,14}$' } },
} as const;

export const newEvent = {
  type: 'object',
  required: ['source', 'deliveryId', 'topic', 'headers', 'bodyBase64'],
  additionalProperties: false,
  properties: {
    source: name,
    deliveryId: key,
    eventId: key,
    topic: name,
    resourceId: key,
    businessKey: key,
    version: name,
    fullState: { type: 'boolean' },
    triggeredAt: { type: 'string', maxLength: 64 },
    headers,
    bodyBase64: {
      type: 'string',
      maxLength: MAX_BODY_BASE64,
      pattern: '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$',
    },
  },
} as const;

export const storedEvent = {
  type: 'object',
  required: ['id', 'outcome'],
  additionalProperties: false,
  properties: {
    id: { type: 'string' },
    outcome: { type: 'string', enum: ['stored', 'knownDelivery', 'repeat'] },
    repeatOf: { type: 'string' },
  },
} as const;

export const leaseRequest = {
  type: 'object',
  required: ['source', 'limit', 'leaseMs'],
  additionalProperties: false,
  properties: {
    source: name,
    limit: { type: 'integer', minimum: 1, maximum: 200 },
    leaseMs: { type: 'integer', minimum: 1_000, maximum: 86_400_000 },
    redriven: { type: 'string', enum: ['only', 'none', 'any'], default: 'any' },
  },
} as const;

const leasedEvent = {
  type: 'object',
  required: ['id', 'lease', 'attempt', 'leaseUntilMs', 'source', 'deliveryId', 'topic', 'receivedAtMs', 'headers', 'body'],
  additionalProperties: false,
  properties: {
    id: { type: 'string' },
    lease: { type: 'string' },
    attempt: { type: 'integer' },
    leaseUntilMs: { type: 'integer' },
    source: { type: 'string' },
    deliveryId: { type: 'string' },
    eventId: { type: 'string' },
    topic: { type: 'string' },
    businessKey: { type: 'string' },
    version: { type: 'string' },
    triggeredAt: { type: 'string' },
    receivedAtMs: { type: 'integer' },
    headers: { type: 'object', additionalProperties: { type: 'string' } },
    body: { type: 'string', description: 'The exact text that arrived' },
  },
} as const;

export const leasedEvents = {
  type: 'object',
  required: ['events'],
  additionalProperties: false,
  properties: { events: { type: 'array', items: leasedEvent } },
} as const;

const report = {
  type: 'object',
  required: ['id', 'lease', 'outcome'],
  additionalProperties: false,
  properties: {
    id: { type: 'string', maxLength: 20 },
    lease: { type: 'string', maxLength: 200 },
    outcome: { type: 'string', enum: OUTCOMES },
    reason: { type: 'string', maxLength: 2_000 },
    nextStep: { type: 'string', maxLength: 2_000 },
    code: { type: 'string', maxLength: 100 },
    notBeforeMs: timeMs,
  },
} as const;

export const reports = {
  type: 'object',
  required: ['reports'],
  additionalProperties: false,
  properties: { reports: { type: 'array', minItems: 1, maxItems: 500, items: report } },
} as const;

export const reported = {
  type: 'object',
  required: ['reported'],
  additionalProperties: false,
  properties: {
    reported: {
      type: 'array',
      items: {
        type: 'object',
        required: ['id', 'state'],
        additionalProperties: false,
        properties: { id: { type: 'string' }, state: { type: 'string', enum: [...STATES, 'leaseLost'] } },
      },
    },
  },
} as const;

export const eventSummary = {
  type: 'object',
  required: ['id', 'source', 'deliveryId', 'topic', 'state', 'attempts', 'receivedAtMs', 'fixed', 'erased'],
  additionalProperties: false,
  properties: {
    id: { type: 'string' },
    source: { type: 'string' },
    deliveryId: { type: 'string' },
    eventId: { type: 'string' },
    topic: { type: 'string' },
    businessKey: { type: 'string' },
    version: { type: 'string' },
    state: { type: 'string', enum: STATES },
    attempts: { type: 'integer' },
    receivedAtMs: { type: 'integer' },
    dueAtMs: { type: 'integer' },
    leaseUntilMs: { type: 'integer' },
    settledAtMs: { type: 'integer' },
    reason: { type: 'string' },
    nextStep: { type: 'string' },
    code: { type: 'string' },
    repeatOf: { type: 'string' },
    fixed: { type: 'boolean' },
    erased: { type: 'boolean' },
  },
} as const;

export const eventList = {
  type: 'object',
  required: ['events'],
  additionalProperties: false,
  properties: { events: { type: 'array', items: eventSummary } },
} as const;

export const eventQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    state: {
      type: 'array',
      items: { type: 'string', enum: STATES },
      maxItems: STATES.length,
      description: 'May be given several times',
    },
    source: name,
    businessKey: key,
    after: { type: 'string', pattern: '^[1-9][0-9]{0,14}$', description: 'Id of the last event of the page before' },
    newestFirst: { type: 'boolean', default: false },
    limit: { type: 'integer', minimum: 1, maximum: 500, default: 100 },
  },
} as const;

const reason = {
  type: 'string',
  minLength: 3,
  maxLength: 1_000,
  pattern: String.raw`\S`,
  description: 'Why, for whoever reads it later',
} as const;

export const reasonBody = { type: 'object', required: ['reason'], additionalProperties: false, properties: { reason } } as const;

export const fixBody = {
  type: 'object',
  required: ['body', 'reason'],
  additionalProperties: false,
  properties: {
    body: { type: 'string', maxLength: 10_000_000, description: 'The whole payload as it should have been' },
    reason,
  },
} as const;
