import type { Socket } from 'node:net';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, type FastifyReply, type FastifyRequest } from 'fastify';
import type { Log } from '../contract';
import { PROBLEM_TYPE, problemBody, problemOf } from './problem';
import { makeValidatorCompiler } from './validators';

export interface BaseAppOptions {
  readonly log: Log;
  /** `public` or `private`, for the log. */
  readonly listener: 'public' | 'private';
  /** Largest body in bytes; a route can set a smaller or larger one. */
  readonly bodyLimitBytes: number;
  /** How long a client may take to send a request. */
  readonly requestTimeoutMs: number;
  /** Addresses of proxies whose X-Forwarded-For is believed; none by default. */
  readonly trustProxy: readonly string[];
  /** Whether requests that went well are logged as well. */
  readonly logsSuccess: boolean;
}

/** Idle connections are kept a little longer than usual proxies keep theirs (60 s), so that the proxy closes first. */
const KEEP_ALIVE_MS = 72_000;
/** Longest part of an address that stands for a parameter: ids and intake tokens are far shorter, mapping ids may have parts. */
const MAX_PARAM_LENGTH = 300;

let instances = 0;

/** What both listeners have in common: problem+json for whatever goes wrong, validation, and a log without contents. */
export function createBaseApp(options: BaseAppOptions): FastifyInstance {
  const { log, listener, trustProxy } = options;
  const prefix = `${process.pid.toString(36)}${Date.now().toString(36)}${(instances += 1).toString(36)}`;
  let count = 0;
  const app: FastifyInstance = Fastify({
    logger: false as unknown as FastifyBaseLogger,
    bodyLimit: options.bodyLimitBytes,
    requestTimeout: options.requestTimeoutMs,
    keepAliveTimeout: KEEP_ALIVE_MS,
    forceCloseConnections: 'idle',
    exposeHeadRoutes: false,
    trustProxy: trustProxy.length === 0 ? false : [...trustProxy],
    routerOptions: { maxParamLength: MAX_PARAM_LENGTH },
    onProtoPoisoning: 'error',
    onConstructorPoisoning: 'error',
    // Our own ids: one that a client chooses could be made to look like another entry of the log.
    genReqId: () => `${prefix}-${(count += 1).toString(36)}`,
    frameworkErrors: (error, request, reply) =>
      void sendProblem(error, request as FastifyRequest, reply as FastifyReply, log, listener),
    clientErrorHandler: answerBrokenRequest,
  });
  app.setValidatorCompiler(makeValidatorCompiler());
  app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply, log, listener));
  app.addHook('onResponse', (request, reply, done) => {
    if (options.logsSuccess || reply.statusCode >= 400) logRequest(request, reply, log, listener);
    done();
  });
  return app;
}

/** Writes an error as problem+json; one that nobody expected goes into the log with its stack. */
export function sendProblem(
  error: unknown,
  request: FastifyRequest,
  reply: FastifyReply,
  log: Log,
  listener: string,
): FastifyReply {
  const { status, body, headers, isUnexpected } = problemOf(error, request.id);
  if (isUnexpected) log.error({ id: request.id, listener, ...describe(error) }, 'a request met an error of the hub');
  // Fastify's own serialiser belongs to the route's success: a problem is written as it is.
  return reply
    .code(status)
    .headers(headers)
    .header('content-type', PROBLEM_TYPE)
    .serializer((payload: unknown) => (typeof payload === 'string' ? payload : JSON.stringify(payload)))
    .send(body);
}

/** Route patterns only: addresses hold tokens and ids. */
function logRequest(request: FastifyRequest, reply: FastifyReply, log: Log, listener: string): void {
  const fields = {
    id: request.id,
    listener,
    method: request.method,
    route: request.routeOptions.url ?? 'none',
    status: reply.statusCode,
    ms: Math.round(reply.elapsedTime * 10) / 10,
  };
  if (reply.statusCode >= 500) log.warn(fields, 'request');
  else if (reply.statusCode >= 400) log.info(fields, 'request');
  else log.debug(fields, 'request');
}

/** The name and place of an error. Its message stays out: messages of libraries can quote values. */
function describe(error: unknown): Readonly<Record<string, unknown>> {
  if (!(error instanceof Error)) return { error: typeof error };
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .map((line) => line.trim());
  const { code } = error as NodeJS.ErrnoException;
  return { error: error.name, ...(typeof code === 'string' ? { code } : {}), stack: frames.slice(0, 12) };
}

/** Bytes that are no HTTP request reach no route; the answer has the same form nevertheless. */
function answerBrokenRequest(error: NodeJS.ErrnoException, socket: Socket): void {
  if (error.code === 'ECONNRESET' || socket.destroyed) return;
  const status = error.code === 'HPE_HEADER_OVERFLOW' ? 431 : error.code === 'ERR_HTTP_REQUEST_TIMEOUT' ? 408 : 400;
  const text = JSON.stringify(problemBody(status, 'malformed-request', 'The bytes that arrived are not a complete HTTP request'));
  if (socket.writable) {
    socket.write(
      `HTTP/1.1 ${status} \r\nContent-Type: ${PROBLEM_TYPE}\r\nContent-Length: ${Buffer.byteLength(text)}\r\nConnection: close\r\n\r\n${text}`,
    );
  }
  socket.destroySoon();
}
