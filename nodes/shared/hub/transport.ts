import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import type { HubContext } from './optionalHub';
import { HUB_CREDENTIAL } from './hubCredential';

export interface HubRequest {
  readonly method: 'GET' | 'POST' | 'PUT' | 'DELETE';
  /** Path and query below the credential's URL, encoded. */
  readonly path: string;
  readonly body?: unknown;
}

/** What became of one request, as a value. */
export type HubAnswer =
  | { readonly kind: 'answer'; readonly status: number; readonly body: string; readonly retryAfterMs?: number }
  /** The request never left. */
  | { readonly kind: 'unreachable' }
  /** It may have arrived; its answer did not. */
  | { readonly kind: 'lost' };

export type HubTransport = (request: HubRequest) => Promise<HubAnswer>;

/** Claims of a whole batch are one commit; longer than this means that the hub does not answer at all. */
const REQUEST_TIMEOUT_MS = 20_000;
const MAX_VIA_LENGTH = 200;
/** Node's and axios' codes for "nothing was sent". */
const NEVER_SENT = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH', 'EADDRNOTAVAIL']);

/** Sends through n8n with the hub credential: the API key never passes through node code. */
export function hubTransport(context: HubContext, baseUrl: string): HubTransport {
  const via = whoAsks(context);
  return async ({ method, path, body }) => {
    const options: IHttpRequestOptions = {
      method,
      url: `${baseUrl}${path}`,
      headers: {
        Accept: 'application/json, application/problem+json',
        'X-MedSupply-Via': via,
        ...(body === undefined ? {} : { 'Content-Type': 'application/json' }),
      },
      body: body === undefined ? undefined : JSON.stringify(body),
      encoding: 'text',
      json: false,
      returnFullResponse: true,
      // A redirect would carry the key to another address.
      disableFollowRedirect: true,
      ignoreHttpStatusErrors: true,
      timeout: REQUEST_TIMEOUT_MS,
    };
    const { helpers } = context as IExecuteFunctions;
    try {
      return readResponse(
        await helpers.httpRequestWithAuthentication.call(context as IExecuteFunctions, HUB_CREDENTIAL, options),
      );
    } catch (error) {
      return readError(error);
    }
  };
}

/** Workflow, execution and node, for the hub's audit log; headers are ASCII. */
function whoAsks(context: HubContext): string {
  const { getExecutionId } = context as Partial<IExecuteFunctions>;
  const execution = getExecutionId?.call(context as IExecuteFunctions) ?? '';
  const parts = [String(context.getWorkflow().id ?? ''), execution, context.getNode().name];
  return parts
    .join('/')
    .replace(/[^\x20-\x7e]/g, '?')
    .slice(0, MAX_VIA_LENGTH);
}

function readResponse(response: unknown): HubAnswer {
  const { statusCode, body, headers } = response as {
    readonly statusCode: number;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, unknown>>;
  };
  const wait = headers?.['retry-after'];
  return {
    kind: 'answer',
    status: statusCode,
    body: typeof body === 'string' ? body : JSON.stringify(body ?? ''),
    retryAfterMs: typeof wait === 'string' && /^\d{1,6}$/.test(wait) ? Number(wait) * 1000 : undefined,
  };
}

/** n8n wraps what was thrown, sometimes twice; only a status and a network code are looked for, the rest may hold the request. */
function readError(error: unknown): HubAnswer {
  let current: unknown = error;
  for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth++) {
    const { httpCode, code, response, cause } = current as Readonly<Record<string, unknown>>;
    const status = Number((response as { readonly status?: unknown } | undefined)?.status ?? httpCode);
    if (Number.isInteger(status) && status >= 100) return { kind: 'answer', status, body: '' };
    if (typeof code === 'string' && /^E[A-Z_]+$/.test(code)) return { kind: NEVER_SENT.has(code) ? 'unreachable' : 'lost' };
    current = cause;
  }
  return { kind: 'lost' };
}
