const text = (maxLength: number, description?: string) =>
  ({ type: 'string', minLength: 1, maxLength, ...(description !== undefined && { description }) }) as const;

const whole = (minimum: number, maximum: number, description: string) =>
  ({ type: 'integer', minimum, maximum, description }) as const;

const push = {
  type: 'object',
  required: ['url', 'key', 'batchSize', 'batchDelayMs', 'maxInFlight', 'leaseMs'],
  additionalProperties: false,
  properties: {
    url: text(2_000, 'Production webhook of the node that registers; http or https, without user name and password.'),
    key: text(200, 'Key of the signature of batches, base64; kept encrypted, never answered.'),
    batchSize: whole(1, 500, 'Events in one batch at most.'),
    batchDelayMs: whole(0, 60_000, 'How long a batch that is not full waits for more.'),
    maxInFlight: whole(1, 100, 'Batches that may be unfinished at a time, per workflow.'),
    leaseMs: whole(1_000, 86_400_000, 'After this time, unreported events of a batch are handed out again.'),
  },
} as const;

const workflow = {
  type: 'object',
  required: ['id', 'name', 'node'],
  additionalProperties: false,
  properties: { id: text(200), name: { type: 'string', maxLength: 500 }, node: { type: 'string', maxLength: 500 } },
} as const;

/** Body of `PUT /v1/sources/:id`. */
export const sourceRegistration = {
  type: 'object',
  required: ['profile', 'tenant', 'topics', 'secrets', 'push', 'workflow'],
  additionalProperties: false,
  properties: {
    profile: text(100, 'Intake profile: shopify, generic-hmac …'),
    tenant: text(300, 'Shop, company or database; a delivery of another one is refused.'),
    topics: { type: 'array', minItems: 1, maxItems: 200, items: text(200) },
    secrets: {
      type: 'array',
      minItems: 1,
      maxItems: 4,
      items: text(1_000),
      description: 'Secrets that verify deliveries, the current one first; kept encrypted, never answered.',
    },
    push,
    workflow,
  },
} as const;

/** Answer about a source. */
export const registeredSource = {
  type: 'object',
  required: ['id', 'profile', 'tenant', 'topics', 'intakeUrl', 'workflow', 'active'],
  additionalProperties: false,
  properties: {
    id: { type: 'string' },
    profile: { type: 'string' },
    tenant: { type: 'string' },
    topics: { type: 'array', items: { type: 'string' } },
    intakeUrl: { type: 'string', description: 'Address to register with the platform.' },
    workflow,
    active: { type: 'boolean' },
    lastDeliveryAtMs: { type: 'integer' },
    silentSinceMs: { type: 'integer', description: 'Since when the source has been silent for unusually long.' },
  },
} as const;

/** Body of `PUT /v1/subscriptions/:id`. */
export const subscriptionRegistration = {
  type: 'object',
  required: ['kinds', 'push', 'workflow'],
  additionalProperties: false,
  properties: {
    kinds: {
      type: 'array',
      minItems: 1,
      uniqueItems: true,
      items: {
        type: 'string',
        enum: ['event.unfinished', 'event.parked', 'effect.unknown', 'source.silent', 'audit.checkpoint', 'incident.opened'],
      },
    },
    push,
    workflow,
  },
} as const;

/** Ids are made by nodes: any text that is no control character, so that a log line stays one line. */
export const byId = {
  type: 'object',
  required: ['id'],
  properties: { id: { type: 'string', minLength: 1, maxLength: 200, pattern: '^[^\\u0000-\\u001f\\u007f]+$' } },
} as const;
