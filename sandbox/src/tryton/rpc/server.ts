import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout } from 'node:timers/promises';
import type { Clock } from '../../clock';
import { answerUnderFault, sendAnswer, type Fault, type FaultPlan, type HttpAnswer } from '../../faults';
import { isList } from '../values/value';
import { encodeWire } from '../values/wire';
import type { Dispatcher } from './dispatcher';
import type { Knobs } from './knobs';
import { errorPage, redirectPage } from './pages';
import { readRequest, type RpcRequest } from './request';

/** Bytes that a request without a valid session may have. */
const maxBodyBytes = 2 * 1024 * 1024;

export interface ServerOptions {
  readonly dispatcher: Dispatcher;
  readonly clock: Clock;
  readonly knobs: Knobs;
  readonly faults: FaultPlan | undefined;
}

/** The HTTP side: addresses, methods, sizes, and the faults that a test has planned. */
export function createTrytonServer(options: ServerOptions): Server {
  return createServer((request, response) => {
    handle(options, request, response).catch((error: unknown) => {
      if (response.headersSent) return void response.destroy();
      const text = `the sandbox failed: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`;
      sendAnswer(response, { status: 501, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: text });
    });
  });
}

async function handle(options: ServerOptions, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const body = await readBody(request);
  const path = new URL(request.url ?? '/', 'http://localhost').pathname;
  const routed = route(request, path);
  if (typeof routed !== 'string') return sendAnswer(response, routed);
  const authorization = request.headers.authorization;
  if (body.length > maxBodyBytes && !authorization) return sendAnswer(response, errorPage(413));

  const rpc = readRequest(request.headers['content-type'] ?? '', body.toString('utf8'));
  const caller = { authorization, isAjax: request.headers['x-requested-with'] === 'XMLHttpRequest' };
  const commit = async (): Promise<HttpAnswer> => {
    const ready = options.dispatcher.salesToConfirm(rpc);
    if (ready.length > 0 && options.knobs.overlapMs > 0) await setTimeout(options.knobs.overlapMs);
    const answer = routed === '' ? options.dispatcher.root(rpc) : options.dispatcher.database(routed, rpc, caller, ready);
    if (options.knobs.slowMs > 0) await options.clock.sleep(options.knobs.slowMs);
    return answer;
  };
  const drawn = options.faults && isFaulty(rpc) ? options.faults.draw(faultKey(rpc)) : undefined;
  const fault = drawn !== undefined && isAboutCommits(drawn) && isReading(rpc) ? undefined : drawn;
  await answerUnderFault({ fault, clock: options.clock, response, commit, refuse: (status) => errorPage(status) });
}

/** Faults meet calls on models; the preferences that follow a login are left alone. */
function isFaulty({ method }: RpcRequest): boolean {
  return method !== undefined && method.startsWith('model.') && method !== 'model.res.user.get_preferences';
}

/** Faults around a commit happen to calls that commit something. */
function isAboutCommits({ kind }: Fault): boolean {
  return kind !== 'error429' && kind !== 'error500BeforeCommit';
}

function isReading({ method = '' }: RpcRequest): boolean {
  return /\.(?:read|search|search_read|search_count|fields_get|default_get)$/.test(method);
}

/**
 * What a call is about: its method and parameters, but not the context, so that each attempt has the same key. Only a digest,
 * because the plan remembers the key of every call.
 */
function faultKey({ method, params }: RpcRequest): string {
  const about = JSON.stringify(encodeWire(isList(params) ? params.slice(0, -1) : params));
  return createHash('sha1').update(`${method} ${about}`).digest('base64').slice(0, 16);
}

/** The database's name, an empty text for the root, or the answer to an address or method that there is not. */
function route(request: IncomingMessage, path: string): string | HttpAnswer {
  const { method } = request;
  if (path === '/') return method === 'POST' ? '' : errorPage(405, undefined, { allow: 'POST' });
  if (method === 'OPTIONS') return { status: 204, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: '' };
  const database = /^\/([^/]+)(\/?)$/.exec(path);
  if (!database) return errorPage(405, undefined, { allow: 'OPTIONS' });
  const [, name = '', slash = ''] = database;
  if (method !== 'POST') return errorPage(405, undefined, { allow: 'OPTIONS, POST' });
  if (slash === '') return redirectPage(`http://${request.headers.host ?? 'localhost'}/${name}/`);
  return decodeURIComponent(name);
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks);
}
