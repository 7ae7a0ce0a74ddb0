import type { IExecuteFunctions, IHttpRequestOptions } from 'n8n-workflow';
import { isFailure } from '../../../../core/failure';
import type { Transport, TransportAnswer } from './client/transport';
import { networkAnswer } from './client/transport';

/** Confirming a large order makes shipments and invoices in one request; 50 callers on one SQLite file queue up. */
const REQUEST_TIMEOUT_MS = 120_000;

/**
 * Sends through n8n with the credential's session. Only 401 is thrown by n8n's client, because that is what makes n8n sign in
 * again and repeat the request once; every other status comes back as a value.
 */
export function n8nTransport(context: IExecuteFunctions, credential: string, url: string): Transport {
  return {
    async send(body) {
      const options: IHttpRequestOptions = {
        method: 'POST',
        url,
        body,
        headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
        encoding: 'text',
        json: false,
        returnFullResponse: true,
        // A redirect would carry the session to another address.
        disableFollowRedirect: true,
        ignoreHttpStatusErrors: { ignore: true, except: [401] },
        timeout: REQUEST_TIMEOUT_MS,
      };
      try {
        const response: unknown = await context.helpers.httpRequestWithAuthentication.call(context, credential, options);
        return readResponse(response);
      } catch (error) {
        return readError(error);
      }
    },
  };
}

function readResponse(response: unknown): TransportAnswer {
  const { statusCode, body, headers } = response as {
    readonly statusCode: number;
    readonly body?: unknown;
    readonly headers?: Readonly<Record<string, unknown>>;
  };
  const text = typeof body === 'string' ? body : JSON.stringify(body ?? '');
  return { kind: 'answer', status: statusCode, body: text, retryAfterMs: retryAfterMs(headers?.['retry-after']) };
}

/** Tryton sends no such header, a proxy before it may: whole seconds only. */
function retryAfterMs(header: unknown): number | undefined {
  return typeof header === 'string' && /^\d{1,6}$/.test(header) ? Number(header) * 1000 : undefined;
}

/** n8n wraps what was thrown, sometimes twice; the parts that matter are a failure of ours, a status, or a network code. */
function readError(error: unknown): TransportAnswer {
  let current: unknown = error;
  for (let depth = 0; depth < 5 && typeof current === 'object' && current !== null; depth++) {
    if (isFailure(current)) return { kind: 'refused', failure: current };
    const { httpCode, code, response, cause } = current as Readonly<Record<string, unknown>>;
    const status = (response as { readonly status?: unknown } | undefined)?.status ?? httpCode;
    if (String(status) === '401') return { kind: 'answer', status: 401, body: '' };
    if (typeof code === 'string' && /^E[A-Z_]+$/.test(code) && !code.startsWith('ERR_BAD')) return networkAnswer(code);
    current = cause;
  }
  return networkAnswer(undefined);
}
