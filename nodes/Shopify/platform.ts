import type { ErrorRule } from '../shared';

/** Admin API versions this pack can be set to, newest first; Shopify supports each for at least twelve months. */
export const API_VERSIONS = ['2026-10', '2026-07', '2026-04'] as const;

export type ApiVersion = (typeof API_VERSIONS)[number];

export const DEFAULT_API_VERSION: ApiVersion = '2026-10';

/**
 * Shopify as a fact sheet: who, where, how fast, what answers mean, how a repeat is recognised.
 * Source of the rules: Shopify's Admin GraphQL documentation and schema of version 2026-10.
 */
export const shopify = {
  id: 'shopify',
  name: 'Shopify',

  /** The only hosts a token may travel to; `sandboxUrl` of a credential may name a loopback host instead. */
  hostPattern: /^[a-z0-9][a-z0-9-]{0,60}\.myshopify\.com$/,
  loopbackHosts: ['127.0.0.1', 'localhost', '[::1]'],

  graphqlPath: (version: ApiVersion): string => `/admin/api/${version}/graphql.json`,
  exchangePath: '/admin/oauth/access_token',
  tokenHeader: 'X-Shopify-Access-Token',
  versionHeader: 'x-shopify-api-version',
  requestIdHeader: 'x-request-id',

  limits: {
    /** One query may request at most this many points, on every plan. */
    queryCostPoints: 1000,
    /** A connection ends here; a longer list has to be filtered or read in bulk. */
    connectionObjects: 25_000,
    /** Largest `first` and largest input array. */
    pageSize: 250,
    /** Shopify cuts a request off after about 10 s; the rest is the way there and back. */
    timeoutMs: 30_000,
  },

  /** Tries for one request; waits between two tries after an unclear answer double from the base up to the cap. */
  retry: {
    throttledAttempts: 12,
    unclearAttempts: 4,
    baseDelayMs: 500,
    maxDelayMs: 8_000,
    /** A longer wait than this is handed to the user instead of holding the execution. */
    longestWaitMs: 120_000,
    /** Used when a throttled answer does not say how long to wait. */
    defaultThrottleWaitMs: 1_000,
  },

  /** HTTP statuses that are final. 429 and 5xx are not here: see `readAnswer`. */
  httpErrors: new Map<number, ErrorRule>([
    [
      401,
      {
        recovery: 'NeedsHuman',
        message: 'Shopify does not accept the access token of this credential',
        nextStep:
          'Check the token or the client ID and secret in the credential, and that the app is still installed in the shop.',
      },
    ],
    [
      402,
      {
        recovery: 'NeedsHuman',
        message: 'The shop is frozen by Shopify',
        nextStep: 'The owner of the shop has to settle the open bill with Shopify.',
      },
    ],
    [
      403,
      {
        recovery: 'NeedsHuman',
        message: 'Shopify refuses this request for lack of permission',
        nextStep: 'Run Shop: Check Set-Up to see which scopes are missing, then grant them to the app.',
      },
    ],
    [
      404,
      {
        recovery: 'NeedsHuman',
        message: 'Shopify knows no shop under this address',
        nextStep: 'Check the shop domain in the credential; it ends in .myshopify.com.',
      },
    ],
    [
      423,
      {
        recovery: 'NeedsHuman',
        message: 'The shop is locked by Shopify',
        nextStep: 'The owner of the shop has to contact the support of Shopify.',
      },
    ],
    [
      430,
      {
        recovery: 'NeedsHuman',
        message: 'Shopify rejected the request for security reasons',
        nextStep: 'Wait a few minutes; if it stays, have the shop owner ask Shopify whether this server address is blocked.',
      },
    ],
    [
      540,
      {
        recovery: 'NeedsHuman',
        message: 'Shopify has temporarily disabled this address',
        nextStep: 'Try again later; if it stays, ask Shopify about status 540.',
      },
    ],
  ]),

  /** `errors[].extensions.code` of an answer with HTTP 200. THROTTLED and INTERNAL_SERVER_ERROR are handled before this table. */
  graphqlErrors: new Map<string, ErrorRule>([
    [
      'MAX_COST_EXCEEDED',
      {
        recovery: 'NeedsHuman',
        message: 'The query asks for more than the 1000 points that Shopify allows for one query',
        nextStep: 'Use a smaller page size or select fewer fields: sending the same query again cannot succeed.',
      },
    ],
    [
      'ACCESS_DENIED',
      {
        recovery: 'NeedsHuman',
        message: 'Shopify denies access to a part of the query',
        nextStep:
          'Run Shop: Check Set-Up and grant the missing scope; for customer data the app also needs approval for protected customer data.',
      },
    ],
    [
      'SHOP_INACTIVE',
      {
        recovery: 'NeedsHuman',
        message: 'The shop is not active',
        nextStep: 'The owner of the shop has to reactivate it.',
      },
    ],
    [
      'BAD_REQUEST',
      {
        recovery: 'NeedsHuman',
        message: 'Shopify refused the request as malformed',
        nextStep: 'Compare the query and its variables with the API version that is selected.',
      },
    ],
    [
      'INVALID_FIELD_ARGUMENTS',
      {
        recovery: 'NeedsHuman',
        message: 'Shopify refused an argument of the query',
        nextStep: 'Correct the variables of the query.',
      },
    ],
  ]),

  /** Any other entry of `errors[]`: the query does not fit the schema of the selected version. */
  graphqlErrorDefault: {
    recovery: 'NeedsHuman',
    message: 'Shopify refused the query',
    nextStep: 'Compare the query with the API version that is selected; with an unchanged node please report it.',
  } satisfies ErrorRule,

  /** `userErrors[].code`, where a mutation has one. */
  userErrors: new Map<string, ErrorRule>([
    [
      'IDEMPOTENCY_CONCURRENT_REQUEST',
      {
        recovery: 'RetryLater',
        message: 'Shopify is still working on the same request',
        nextStep: 'Run it again with the same key in a few seconds.',
      },
    ],
    [
      'IDEMPOTENCY_KEY_PARAMETER_MISMATCH',
      {
        recovery: 'NeedsHuman',
        message: 'The idempotency key was used with other values before',
        nextStep: 'Use a new key for changed values.',
      },
    ],
    [
      'IDEMPOTENCY_PREVIOUS_ATTEMPT_FAILED',
      {
        recovery: 'NeedsHuman',
        message: 'An earlier request with this idempotency key failed',
        nextStep: 'Run it again with a new key.',
      },
    ],
    [
      'CHANGE_FROM_QUANTITY_STALE',
      {
        recovery: 'Superseded',
        message: 'The quantity in Shopify has changed since it was read',
        nextStep: 'Read the quantity again and write with a new key.',
      },
    ],
  ]),

  userErrorDefault: {
    recovery: 'NeedsHuman',
    message: 'Shopify did not carry out the change',
    nextStep: 'Correct what the message names, then run the item again.',
  } satisfies ErrorRule,

  /**
   * Mutations that Shopify refuses without the `@idempotent` directive since 2026-04. The schema does not enforce it,
   * so a test looks for it in every mutation of this pack.
   */
  idempotentMutations: [
    'inventoryActivate',
    'inventoryAdjustQuantities',
    'inventoryMoveQuantities',
    'inventorySetOnHandQuantities',
    'inventorySetQuantities',
    'inventoryShipmentAddItems',
    'inventoryShipmentCreate',
    'inventoryShipmentCreateInTransit',
    'inventoryShipmentReceive',
    'inventoryTransferCreate',
    'inventoryTransferCreateAsReadyToShip',
    'inventoryTransferDuplicate',
    'inventoryTransferSetItems',
    'locationActivate',
    'locationDeactivate',
    'refundCreate',
  ],

  /**
   * How a repeated delivery is recognised: X-Shopify-Webhook-Id is the same on every retry of one delivery.
   * Retries go on for four hours; ids are remembered for longer. X-Shopify-Event-Id is handed on for later checks, because
   * two subscriptions give two Webhook-Ids for one event.
   */
  intake: {
    repeatHeader: 'webhook-id',
    rememberMs: 7 * 24 * 60 * 60 * 1000,
    rememberAtMost: 50_000,
    /** Rows become visible late and move while a list is read: reading starts this much earlier than asked. */
    overlapMinutes: 5,
  },
} as const;
