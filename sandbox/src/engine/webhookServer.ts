import type { IncomingMessage, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** A request and response as n8n hands them to a webhook node (Express style, with the raw body). */
export interface Exchange {
  readonly request: unknown;
  readonly response: unknown;
}

/** Handles a webhook; true when it answered by itself. */
export type Receive = (exchange: Exchange) => Promise<boolean>;

export interface WebhookServer {
  readonly url: string;
  route(path: string, receive: Receive): void;
  unroute(path: string): void;
  close(): Promise<void>;
}

const PREFIX = '/webhook/';
const MAX_BODY_BYTES = 16 * 1024 * 1024;

/** Listens on the loopback address only. */
export async function startWebhookServer(port: number): Promise<WebhookServer> {
  const routes = new Map<string, Receive>();
  const server = createServer((request, response) => {
    void handle(routes, request, response);
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const { port: actual } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${actual}`,
    route: (path, receive) => routes.set(path, receive),
    unroute: (path) => routes.delete(path),
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(routes: ReadonlyMap<string, Receive>, request: IncomingMessage, response: ServerResponse): Promise<void> {
  try {
    const url = new URL(request.url ?? '/', 'http://127.0.0.1');
    const receive = routes.get(url.pathname.startsWith(PREFIX) ? url.pathname.slice(PREFIX.length) : '');
    if (receive === undefined || request.method !== 'POST') {
      answer(response, 404, { message: 'The requested webhook is not registered.' });
      return;
    }
    const rawBody = await readBody(request);
    const answered = await receive({
      request: Object.assign(request, { rawBody, body: parse(rawBody), query: Object.fromEntries(url.searchParams), params: {} }),
      response: expressStyle(response),
    });
    if (!answered) answer(response, 200, { message: 'Workflow was started' });
  } catch {
    if (!response.headersSent) answer(response, 500, { message: 'Error in workflow' });
    else response.end();
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of request) {
    size += (chunk as Buffer).length;
    if (size > MAX_BODY_BYTES) throw new Error('body too large');
    chunks.push(chunk as Buffer);
  }
  return Buffer.concat(chunks);
}

function parse(rawBody: Buffer): unknown {
  try {
    return JSON.parse(rawBody.toString('utf8'));
  } catch {
    return {};
  }
}

function answer(response: ServerResponse, status: number, body: object): void {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** The parts of Express's response that webhook nodes use. */
function expressStyle(response: ServerResponse): ServerResponse {
  const extended = response as ServerResponse & {
    status(code: number): ServerResponse;
    send(body?: unknown): ServerResponse;
    json(body: unknown): ServerResponse;
  };
  extended.status = (code) => {
    response.statusCode = code;
    return extended;
  };
  extended.send = (body) => response.end(typeof body === 'string' || Buffer.isBuffer(body) ? body : JSON.stringify(body));
  extended.json = (body) => response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  return extended;
}
