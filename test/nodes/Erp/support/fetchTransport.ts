import { isFailure } from '../../../../core/failure';
import type { Transport, TransportAnswer } from '../../../../nodes/Erp/systems/tryton/client/transport';
import { networkAnswer } from '../../../../nodes/Erp/systems/tryton/client/transport';
import { loginBody, readLogin } from '../../../../nodes/Erp/systems/tryton/login';

/**
 * What happens to one request on its way: it is lost, its answer is lost, the session ends before it, it is answered like a
 * success without being sent, or this program dies instead of sending it.
 */
export type Mishap = 'none' | 'loseRequest' | 'loseAnswer' | 'endSession' | 'swallow' | 'crash';

export class Crash extends Error {}

export interface FetchTransportOptions {
  readonly url: string;
  readonly database: string;
  readonly user: string;
  readonly password: string;
  /** Decides the fate of each request by its JSON-RPC method and parameters. */
  readonly mishap?: (method: string, params: readonly unknown[]) => Mishap;
  /** Changes a request on its way, as a module of the ERP might change what it stores. */
  readonly tamper?: (method: string, body: string) => string;
  /** Sees every request that is sent. */
  readonly witness?: (method: string, params: readonly unknown[]) => void;
}

/** The transport of n8n without n8n: signs in, and once more when the session has ended. */
export function fetchTransport(options: FetchTransportOptions): Transport {
  const address = `${options.url.replace(/\/$/, '')}/${options.database}/`;
  let session: string | undefined;

  const post = async (body: string, authorization?: string): Promise<TransportAnswer> => {
    try {
      const response = await fetch(address, {
        method: 'POST',
        body,
        redirect: 'manual',
        headers: { 'Content-Type': 'application/json', ...(authorization === undefined ? {} : { Authorization: authorization }) },
      });
      return { kind: 'answer', status: response.status, body: await response.text() };
    } catch (error) {
      const cause = error instanceof Error ? (error.cause as { readonly code?: string } | undefined) : undefined;
      return networkAnswer(cause?.code);
    }
  };

  const signIn = async (): Promise<TransportAnswer | undefined> => {
    const answer = await post(loginBody(options.user, options.password));
    if (answer.kind !== 'answer') return answer;
    try {
      session = `Session ${readLogin(options.user, answer.status, answer.body)}`;
      return undefined;
    } catch (error) {
      if (isFailure(error)) return { kind: 'refused', failure: error };
      throw error;
    }
  };

  return {
    async send(original) {
      const body = options.tamper?.(parse(original).method, original) ?? original;
      const { method, params } = parse(body);
      const mishap = options.mishap?.(method, params) ?? 'none';
      if (session === undefined) {
        const refused = await signIn();
        if (refused !== undefined) return refused;
      }
      if (mishap === 'crash') throw new Crash(`the program ended before ${method}`);
      if (mishap === 'swallow') return { kind: 'answer', status: 200, body: '{"id":0,"result":null}' };
      if (mishap === 'loseRequest') return { kind: 'lost', code: 'ECONNRESET' };
      if (mishap === 'endSession') await post(JSON.stringify({ id: 0, method: 'common.db.logout', params: [] }), session);
      options.witness?.(method, params);
      let answer = await post(body, session);
      if (answer.kind === 'answer' && answer.status === 401) {
        const refused = await signIn();
        if (refused !== undefined) return refused;
        answer = await post(body, session);
      }
      return mishap === 'loseAnswer' ? { kind: 'lost', code: 'ECONNRESET' } : answer;
    },
  };
}

function parse(body: string): { readonly method: string; readonly params: readonly unknown[] } {
  return JSON.parse(body) as { readonly method: string; readonly params: readonly unknown[] };
}
