import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { IHttpRequestOptions } from 'n8n-workflow';
import { hashOf } from '../../core/delivery';
import type {
  ClaimRequest,
  EventReport,
  LeasedEvent,
  Link,
  PushBatch,
  RegisteredSource,
  Settlement,
  SourceRegistration,
  StoredEvent,
  SubscriptionRegistration,
} from '../../core/hub';
import { PUSH_HEADERS, signPush } from '../../core/hub';
import { keptHeaders, shopifyProfile, subjectOf } from '../../core/intake';
import { parseLossless } from '../../core/json';
import { compareVersions } from '../../core/keys';
import type { FakeAnswer } from './fakeHttp';
import { MemoryHub } from './memoryHub';

export const HUB_URL = 'http://127.0.0.1:8788';
export const HUB_KEY = 'msk_test_0123456789abcdef0123456789abcdef';

/** The credential as n8n keeps it. */
export const hubCredential = { url: HUB_URL, apiKey: HUB_KEY, allowHttp: false };

export interface HubRequestSeen {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** Event as the body of `POST /v1/events` has it. */
export interface SentEvent {
  readonly source: string;
  readonly deliveryId: string;
  readonly topic: string;
  readonly version?: string;
  readonly businessKey?: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly bodyBase64: string;
}

/** `text` is sent as it is. */
type Reply = { readonly status: number; readonly body?: unknown; readonly text?: string };
type Handler = (seen: HubRequestSeen, parameters: readonly string[]) => Reply;

const ok = (body: unknown): Reply => ({ status: 200, body });
const problem = (status: number, code: string, detail: string, members: object = {}): Reply => ({
  status,
  body: { type: `https://medsupply.dev/problems/${code}`, title: code, status, detail, ...members },
});

/**
 * The hub's private API in memory, as far as nodes use it: strict about the key, the paths and required members, and built from the
 * wire types that the hub shares. The clock is the test's.
 */
export class FakeHub {
  readonly requests: HubRequestSeen[] = [];
  readonly sources = new Map<string, RegisteredSource & { readonly registration: SourceRegistration }>();
  readonly subscriptions = new Map<string, SubscriptionRegistration>();
  readonly events: SentEvent[] = [];
  readonly links: Link[] = [];
  readonly mappings = new Map<string, { readonly file: { id: string; version: string }; readonly active: boolean }>();
  readonly memory: MemoryHub;
  /** Answers a request in place of the hub; `undefined` lets it through. A text breaks the connection with that code. */
  fault: (seen: HubRequestSeen) => Reply | string | undefined = () => undefined;
  /** Answers of routes that only pass something on: `GET /v1/events` → body. */
  readonly canned = new Map<string, unknown>();
  /** What platforms sent to an intake address, not yet pushed. */
  readonly waiting: LeasedEvent[] = [];
  private server: Server | undefined;
  private intakeBase = 'https://hub.example.com';
  private nextEvent = 1;

  constructor(private readonly now: () => number = () => Date.now()) {
    this.memory = new MemoryHub(now);
  }

  private readonly routes: readonly (readonly [method: string, path: RegExp, handler: Handler])[] = [
    ['PUT', /^\/v1\/sources\/([^/]+)$/, ({ body }, [id = '']) => this.register(id, body as SourceRegistration)],
    ['GET', /^\/v1\/sources$/, () => ok({ sources: [...this.sources.values()].map(publicPart) })],
    ['GET', /^\/v1\/sources\/([^/]+)$/, (_seen, [id = '']) => this.source(id)],
    ['DELETE', /^\/v1\/sources\/([^/]+)$/, (_seen, [id = '']) => this.deactivate(id)],
    ['PUT', /^\/v1\/subscriptions\/([^/]+)$/, ({ body }, [id = '']) => this.subscribe(id, body as SubscriptionRegistration)],
    ['DELETE', /^\/v1\/subscriptions\/([^/]+)$/, (_seen, [id = '']) => this.unsubscribe(id)],
    ['POST', /^\/v1\/events$/, ({ body }) => this.store(body as SentEvent)],
    [
      'POST',
      /^\/v1\/events\/report$/,
      ({ body }) => ok({ reported: this.memory.report((body as { reports: readonly EventReport[] }).reports) }),
    ],
    [
      'POST',
      /^\/v1\/effects\/claim$/,
      ({ body }) => ok({ claims: this.memory.claim((body as { requests: readonly ClaimRequest[] }).requests) }),
    ],
    [
      'POST',
      /^\/v1\/effects\/settle$/,
      ({ body }) => ok({ settled: this.memory.settle((body as { settlements: readonly Settlement[] }).settlements) }),
    ],
    ['POST', /^\/v1\/links$/, ({ body }) => (this.links.push(...(body as { links: readonly Link[] }).links), { status: 204 })],
    ['GET', /^\/v1\/mappings$/, () => ok({ mappings: [...this.mappings.values()].map(storedMapping) })],
    ['GET', /^\/v1\/mappings\/one$/, ({ query }) => this.mapping(query)],
  ];

  /** Stands for the network of `FakeHttp`. */
  respond(request: IHttpRequestOptions): FakeAnswer {
    const url = new URL(request.url);
    if (url.origin !== HUB_URL) throw new Error(`this is not the hub: ${url.origin}`);
    const answer = this.handle(
      String(request.method),
      url,
      request.headers as Record<string, string>,
      String(request.body ?? ''),
    );
    if (typeof answer === 'string') return { breaks: answer };
    return { status: answer.status, body: textOf(answer) };
  }

  /** Listens on a free port of this machine; the answer is the URL. */
  async listen(): Promise<string> {
    const server = createServer((request, response) => {
      const chunks: Buffer[] = [];
      request.on('data', (chunk: Buffer) => chunks.push(chunk));
      request.on('end', () => {
        const url = new URL(request.url ?? '/', HUB_URL);
        if (url.pathname.startsWith('/intake/')) {
          this.takeIn(url.pathname.split('/')[2] ?? '', request.headers as Record<string, string>, Buffer.concat(chunks));
          return void response.writeHead(200).end();
        }
        const answer = this.handle(
          request.method ?? '',
          url,
          request.headers as Record<string, string>,
          Buffer.concat(chunks).toString(),
        );
        if (typeof answer === 'string') return void request.socket.destroy();
        response.writeHead(answer.status, {
          'content-type': answer.status < 300 ? 'application/json' : 'application/problem+json',
        });
        response.end(textOf(answer));
      });
    });
    this.server = server;
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
    this.intakeBase = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    return this.intakeBase;
  }

  /** Pushes what waits, the newest version of every document, in one batch per source, and tells whether each was taken. */
  async pushWaiting(): Promise<readonly number[]> {
    const statuses: number[] = [];
    for (const [id, { registration }] of this.sources) {
      const events = newestOfEach(this.waiting.filter(({ source }) => source === id));
      if (events.length === 0) continue;
      this.waiting.splice(0, this.waiting.length, ...this.waiting.filter(({ source }) => source !== id));
      const { headers, rawBody } = this.push(id, events);
      const response = await fetch(registration.push.url, { method: 'POST', headers, body: new Uint8Array(rawBody) });
      await response.arrayBuffer();
      statuses.push(response.status);
    }
    return statuses;
  }

  /** Takes a delivery of a platform; what the real intake checks is tested there. */
  private takeIn(id: string, headers: Readonly<Record<string, string>>, body: Buffer): void {
    const header = (name: string): string => headers[`x-shopify-${name}`] ?? '';
    const delivery = {
      topic: header('topic'),
      tenant: header('shop-domain'),
      deliveryId: header('webhook-id'),
      eventId: header('event-id'),
    };
    const signed = { ...delivery, triggeredAt: header('triggered-at'), apiVersion: header('api-version') };
    const { businessKey, version } = subjectOf(shopifyProfile, signed, parseLossless(body.toString('utf8')));
    const event = String(this.nextEvent++);
    this.waiting.push({
      id: event,
      lease: `${event}.1.0123456789abcdef`,
      attempt: 1,
      leaseUntilMs: this.now() + 60_000,
      source: id,
      deliveryId: delivery.deliveryId,
      eventId: delivery.eventId,
      topic: delivery.topic,
      businessKey,
      version,
      triggeredAt: signed.triggeredAt,
      receivedAtMs: this.now(),
      headers: keptHeaders(shopifyProfile, headers),
      body: body.toString('utf8'),
    });
  }

  async close(): Promise<void> {
    this.server?.closeAllConnections();
    await new Promise((resolve) => (this.server === undefined ? resolve(undefined) : this.server.close(resolve)));
  }

  /** A push as the hub signs it. */
  push(
    id: string,
    events: readonly LeasedEvent[],
    notices: PushBatch['notices'] = [],
  ): { headers: Record<string, string>; rawBody: Buffer } {
    const key = this.sources.get(id)?.registration.push.key ?? this.subscriptions.get(id)?.push.key;
    if (key === undefined) throw new Error('nobody registered under this id');
    const rawBody = Buffer.from(JSON.stringify({ batch: 'batch-1', source: id, events, notices } satisfies PushBatch));
    const seconds = Math.floor(this.now() / 1000);
    return {
      rawBody,
      headers: {
        'content-type': 'application/json',
        [PUSH_HEADERS.id]: 'batch-1',
        [PUSH_HEADERS.timestamp]: String(seconds),
        [PUSH_HEADERS.signature]: signPush(key, 'batch-1', seconds, rawBody),
      },
    };
  }

  private handle(method: string, url: URL, headers: Readonly<Record<string, string>>, text: string): Reply | string {
    const authorization = Object.entries(headers).find(([name]) => name.toLowerCase() === 'authorization')?.[1];
    const seen: HubRequestSeen = {
      method,
      path: decodeURIComponent(url.pathname),
      query: url.searchParams,
      body: text === '' ? undefined : (JSON.parse(text) as unknown),
    };
    this.requests.push(seen);
    const fault = this.fault(seen);
    if (fault !== undefined) return fault;
    if (authorization !== `Bearer ${HUB_KEY}`) return problem(401, 'unknown-key', 'The key is unknown');
    const canned = this.canned.get(`${method} ${seen.path}`);
    if (canned !== undefined) return ok(canned);
    for (const [routeMethod, path, handler] of this.routes) {
      const match = routeMethod === method ? path.exec(seen.path) : null;
      if (match !== null) return handler(seen, match.slice(1));
    }
    return problem(404, 'unknown-route', `There is no ${method} ${seen.path}`);
  }

  private register(id: string, registration: SourceRegistration): Reply {
    for (const member of ['profile', 'tenant', 'topics', 'secrets', 'push', 'workflow'] as const) {
      if (registration[member] === undefined)
        return problem(400, 'invalid-registration', `${member} is missing`, { pointer: `/${member}` });
    }
    const { profile, tenant, topics, workflow } = registration;
    const intakeUrl = `${this.intakeBase}/intake/${id}`;
    this.sources.set(id, { id, profile, tenant, topics, intakeUrl, workflow, active: true, registration });
    return this.source(id);
  }

  private source(id: string): Reply {
    const source = this.sources.get(id);
    return source === undefined ? problem(404, 'unknown-source', 'The hub has no source with this id') : ok(publicPart(source));
  }

  private deactivate(id: string): Reply {
    const source = this.sources.get(id);
    if (source !== undefined) this.sources.set(id, { ...source, active: false });
    return { status: 204 };
  }

  private subscribe(id: string, registration: SubscriptionRegistration): Reply {
    this.subscriptions.set(id, registration);
    return ok({ id });
  }

  private unsubscribe(id: string): Reply {
    this.subscriptions.delete(id);
    return { status: 204 };
  }

  private store(event: SentEvent): Reply {
    for (const member of ['source', 'deliveryId', 'topic', 'headers', 'bodyBase64'] as const) {
      if (event[member] === undefined) return problem(400, 'invalid-event', `${member} is missing`, { pointer: `/${member}` });
    }
    const known = this.events.findIndex(({ source, deliveryId }) => source === event.source && deliveryId === event.deliveryId);
    if (known >= 0) return ok({ id: String(known + 1), outcome: 'knownDelivery' } satisfies StoredEvent);
    this.events.push(event);
    return ok({ id: String(this.events.length), outcome: 'stored' } satisfies StoredEvent);
  }

  private mapping(query: URLSearchParams): Reply {
    const stored = [...this.mappings.values()].find(
      ({ file, active }) =>
        file.id === query.get('id') && (query.get('version') === null ? active : file.version === query.get('version')),
    );
    if (stored === undefined) return problem(404, 'unknown-mapping', 'The hub has no such mapping');
    return ok({ stored: storedMapping(stored), file: stored.file });
  }
}

/** As the inbox hands out: of several waiting versions of one document the newest. */
function newestOfEach(events: readonly LeasedEvent[]): readonly LeasedEvent[] {
  const newest = new Map<string, LeasedEvent>();
  for (const event of events) {
    const key = event.businessKey ?? event.id;
    const known = newest.get(key);
    if (known === undefined || compareVersions(event.version ?? '', known.version ?? '') >= 0) newest.set(key, event);
  }
  return [...newest.values()];
}

function publicPart({
  registration: _secret,
  ...source
}: RegisteredSource & { readonly registration: SourceRegistration }): RegisteredSource {
  return source;
}

function storedMapping({ file, active }: { readonly file: { id: string; version: string }; readonly active: boolean }): object {
  return { id: file.id, version: file.version, hash: hashOf(file), active, uploadedBy: 'test', uploadedAtMs: 0 };
}

function textOf({ body, text }: Reply): string {
  return text ?? (body === undefined ? '' : JSON.stringify(body));
}
