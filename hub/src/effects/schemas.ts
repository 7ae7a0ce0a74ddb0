import { linkList } from '../links/schemas';

const STATES = ['claimed', 'done', 'rejected', 'retry', 'unknown', 'parked', 'resolved'] as const;
const OUTCOMES = ['done', 'rejected', 'retry', 'unknown', 'parked'] as const;
const DECISIONS = ['proceed', 'done', 'superseded', 'inFlight', 'unknown', 'parked', 'conflict'] as const;
const MAX_BATCH = 200;

const key = { type: 'string', minLength: 1, maxLength: 800, description: '`target/businessKey`' } as const;
const version = { type: 'string', minLength: 1, maxLength: 200 } as const;
const sha256 = { type: 'string', pattern: '^[0-9a-f]{64}$' } as const;
const token = { type: 'string', minLength: 1, maxLength: 200 } as const;
const timeMs = { type: 'integer', minimum: 0, maximum: 8_640_000_000_000_000, description: 'Milliseconds since 1970' } as const;

const mapping = {
  type: 'object',
  required: ['id', 'version', 'hash'],
  additionalProperties: false,
  properties: { id: { type: 'string', minLength: 1, maxLength: 200 }, version, hash: sha256 },
} as const;

const claimRequest = {
  type: 'object',
  required: ['key', 'fingerprint', 'leaseMs', 'settleMs'],
  additionalProperties: false,
  properties: {
    key,
    version,
    fingerprint: sha256,
    leaseMs: { type: 'integer', minimum: 1_000, maximum: 86_400_000 },
    settleMs: { type: 'integer', minimum: 0, maximum: 86_400_000 },
    owner: { type: 'string', maxLength: 300 },
    event: {
      type: 'object',
      required: ['id'],
      additionalProperties: false,
      properties: { id: { type: 'string', maxLength: 20 } },
    },
    mapping,
  },
} as const;

const settlement = {
  type: 'object',
  required: ['token', 'outcome'],
  additionalProperties: false,
  properties: {
    token,
    outcome: { type: 'string', enum: OUTCOMES },
    result: { description: 'JSON, at most 64 KiB, without personal values' },
    reason: { type: 'string', maxLength: 2_000 },
    notBeforeMs: timeMs,
    links: linkList,
    mapping,
  },
} as const;

/** One request, or a list under this name. The list decides which of the two is checked, so that a 400 points at the right place. */
function oneOrMany(one: Readonly<Record<string, unknown>>, many: string) {
  const list = {
    type: 'object',
    required: [many],
    additionalProperties: false,
    properties: { [many]: { type: 'array', minItems: 1, maxItems: MAX_BATCH, items: one } },
  };
  return { type: 'object', if: { required: [many] }, then: list, else: one };
}

export const claimBody = oneOrMany(claimRequest, 'requests');
export const settleBody = oneOrMany(settlement, 'settlements');

const claim = {
  type: 'object',
  required: ['key', 'decision'],
  additionalProperties: false,
  properties: {
    key: { type: 'string' },
    decision: { type: 'string', enum: DECISIONS },
    token: { type: 'string' },
    lookFirst: { type: 'boolean' },
    leaseUntilMs: { type: 'integer' },
    result: {},
    version: { type: 'string' },
    by: { type: 'string', description: 'Version that is done' },
    retryAtMs: { type: 'integer' },
    notBeforeMs: { type: 'integer' },
    reason: { type: 'string' },
    storedFingerprint: { type: 'string' },
    givenFingerprint: { type: 'string' },
  },
} as const;

const settled = {
  type: 'object',
  required: ['state'],
  additionalProperties: false,
  properties: { state: { type: 'string', enum: [...STATES, 'fenced'] } },
} as const;

/** Members of both answers in one object: the answer to a list has only its list. */
function answer(one: { readonly properties: Readonly<Record<string, unknown>> }, many: string) {
  return {
    type: 'object',
    additionalProperties: false,
    properties: { ...one.properties, [many]: { type: 'array', items: one } },
  };
}

export const claimAnswer = answer(claim, 'claims');
export const settleAnswer = answer(settled, 'settled');

export const effectSummary = {
  type: 'object',
  required: ['key', 'state', 'fingerprint', 'attempts', 'claimedAtMs'],
  additionalProperties: false,
  properties: {
    key: { type: 'string' },
    version: { type: 'string' },
    state: { type: 'string', enum: STATES },
    fingerprint: { type: 'string' },
    attempts: { type: 'integer' },
    owner: { type: 'string' },
    claimedAtMs: { type: 'integer' },
    leaseUntilMs: { type: 'integer' },
    notBeforeMs: { type: 'integer' },
    settledAtMs: { type: 'integer' },
    reason: { type: 'string' },
    result: {},
    mapping,
  },
} as const;

export const effectList = {
  type: 'object',
  required: ['effects'],
  additionalProperties: false,
  properties: { effects: { type: 'array', items: effectSummary } },
} as const;

export const effectQuery = {
  type: 'object',
  additionalProperties: false,
  properties: {
    state: {
      type: 'array',
      items: { type: 'string', enum: STATES },
      maxItems: STATES.length,
      description: 'May be given several times',
    },
    after: { ...key, description: 'Key of the last effect of the page before' },
    limit: { type: 'integer', minimum: 1, maximum: 500, default: 100 },
  },
} as const;

export const effectByKey = { type: 'object', required: ['key'], additionalProperties: false, properties: { key } } as const;

export const resolveBody = {
  type: 'object',
  required: ['key', 'outcome', 'reason'],
  additionalProperties: false,
  properties: {
    key,
    outcome: { type: 'string', enum: ['done', 'retry'], description: '`done`: it stands in the target; `retry`: it does not' },
    reason: { type: 'string', minLength: 3, maxLength: 1_000, pattern: String.raw`\S` },
  },
} as const;
