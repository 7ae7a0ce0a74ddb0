import type { Clock } from '../clock';
import type { FaultPlan } from '../faults';
import type { RatePlan } from './graphql/bucket';
import type { ShopSeed } from './seed';
import type { CustomerDataAccess } from './shopState';
import type { WebhookFaults } from './webhooks/sender';

/** Everything has a default: `startShopifySimulator()` is a small shop in yuan. */
export interface ShopifySimulatorOptions {
  /** 0 takes any free one. */
  readonly port?: number;
  /** @default 'suzhou-medtrade.myshopify.com' */
  readonly shop?: string;
  /** The newest stable version; the two quarters before it are supported too. @default '2026-10' */
  readonly apiVersion?: string;
  readonly accessToken?: string;
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** @default Standard: 2000 points, 100 back per second */
  readonly plan?: RatePlan;
  readonly clock?: Clock;
  /** Faults of GraphQL requests that carry a valid token. */
  readonly faults?: FaultPlan;
  readonly webhookFaults?: WebhookFaults;
  /** Scopes granted to the app. */
  readonly scopes?: readonly string[];
  readonly currency?: string;
  readonly timeZone?: string;
  /** Whether the shop's prices include tax, unless an order says otherwise. */
  readonly taxesIncluded?: boolean;
  /** @default 'approved' */
  readonly customerData?: CustomerDataAccess;
  readonly seed?: ShopSeed;
}

/** Credentials of the sandbox shop. They open nothing but this simulator. */
export const SANDBOX_CREDENTIALS = {
  accessToken: 'sandbox-access-token',
  clientId: 'sandbox-client-id',
  clientSecret: 'sandbox-client-secret',
} as const;

export const DEFAULT_SCOPES: readonly string[] = [
  'read_orders',
  'read_customers',
  'read_products',
  'read_inventory',
  'read_locations',
];
