import type { IncomingHttpHeaders, Server } from 'node:http';
import { createServer } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import type { ShopifySimulator, ShopifySimulatorOptions } from '../../src/shopify';
import { SANDBOX_CREDENTIALS, startShopifySimulator } from '../../src/shopify';

interface GraphError {
  readonly message: string;
  readonly extensions?: { readonly code?: string };
}

/** An answer of the GraphQL endpoint; `errors` may be text when the request was refused before GraphQL. */
export interface Answer {
  readonly status: number;
  readonly headers: Headers;
  readonly body: {
    readonly data?: unknown;
    readonly errors?: readonly GraphError[] | string;
    readonly extensions?: unknown;
  };
  readonly codes: readonly (string | undefined)[];
  readonly messages: readonly string[];
}

const running: (() => Promise<void>)[] = [];

/** Stops every server a test started. */
export async function stopAll(): Promise<void> {
  await Promise.all(running.splice(0).map((stop) => stop()));
}

export async function simulator(options: ShopifySimulatorOptions = {}): Promise<ShopifySimulator> {
  const started = await startShopifySimulator(options);
  running.push(() => started.close());
  return started;
}

/** Reads one value deep inside an answer: `at(body, 'data.orders.nodes.0.name')`. */
export function at(value: unknown, path: string): unknown {
  return path
    .split('.')
    .reduce<unknown>((inner, key) => (inner as Readonly<Record<string, unknown>> | null | undefined)?.[key], value);
}

export interface Ask {
  readonly variables?: Readonly<Record<string, unknown>>;
  readonly version?: string;
  readonly token?: string;
}

export async function ask({ url }: ShopifySimulator, query: string, options: Ask = {}): Promise<Answer> {
  const response = await fetch(`${url}/admin/api/${options.version ?? '2026-10'}/graphql.json`, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      'x-shopify-access-token': options.token ?? SANDBOX_CREDENTIALS.accessToken,
    },
    body: JSON.stringify({ query, variables: options.variables }),
  });
  const body = (await response.json()) as Answer['body'];
  const errors = Array.isArray(body.errors) ? (body.errors as readonly GraphError[]) : [];
  return {
    status: response.status,
    headers: response.headers,
    body,
    codes: errors.map((error) => error.extensions?.code),
    messages: errors.map((error) => error.message),
  };
}

export interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

export interface Receiver {
  readonly url: string;
  readonly received: Received[];
  /** Status of the next answers, in turn; the last one stays. `'hang'` never answers. */
  answerWith(...statuses: readonly (number | 'hang')[]): void;
  arrival(count: number): Promise<void>;
}

/** A webhook receiver on this machine. */
export async function receiver(): Promise<Receiver> {
  const received: Received[] = [];
  const waiters: { readonly count: number; readonly resolve: () => void }[] = [];
  let statuses: readonly (number | 'hang')[] = [200];
  const server: Server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      received.push({ headers: request.headers, body: Buffer.concat(chunks) });
      const [status = 200] = statuses;
      if (statuses.length > 1) statuses = statuses.slice(1);
      if (status !== 'hang') response.writeHead(status, status === 302 ? { location: '/elsewhere' } : {}).end();
      for (const { count, resolve } of waiters) if (received.length >= count) resolve();
    });
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  running.push(async () => {
    server.close();
    server.closeAllConnections();
  });
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook`,
    received,
    answerWith: (...next) => {
      statuses = next;
    },
    arrival: (count) =>
      received.length >= count ? Promise.resolve() : new Promise((resolve) => waiters.push({ count, resolve })),
  };
}

const SUBSCRIBE = `mutation ($topic: WebhookSubscriptionTopic!, $uri: String!) {
  webhookSubscriptionCreate(topic: $topic, webhookSubscription: { uri: $uri }) {
    webhookSubscription { id uri topic apiVersion { handle } }
    userErrors { field message }
  }
}`;

export async function subscribe(shop: ShopifySimulator, topic: string, uri: string, options: Ask = {}): Promise<unknown> {
  const { body } = await ask(shop, SUBSCRIBE, { ...options, variables: { topic, uri } });
  return at(body, 'data.webhookSubscriptionCreate');
}
