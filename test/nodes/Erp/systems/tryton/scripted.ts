import { TrytonClient } from '../../../../../nodes/Erp/systems/tryton/client';
import type { Transport, TransportAnswer } from '../../../../../nodes/Erp/systems/tryton/client';

export interface Sent {
  readonly method: string;
  readonly params: readonly unknown[];
  readonly keys: readonly string[];
}

export const result = (value: unknown): TransportAnswer => ({
  kind: 'answer',
  status: 200,
  body: JSON.stringify({ id: 1, result: value }),
});
export const error = (...parts: readonly unknown[]): TransportAnswer => ({
  kind: 'answer',
  status: 200,
  body: JSON.stringify({ id: 1, error: parts }),
});
export const status = (code: number, body = '<html></html>'): TransportAnswer => ({ kind: 'answer', status: code, body });

/**
 * A client whose answers are given by a function, or from a list, one after the other; reading the preferences is answered by
 * itself. Waiting takes no time and is recorded.
 */
export function scripted(answers: readonly TransportAnswer[] | ((sent: Sent, count: number) => TransportAnswer)) {
  const sent: Sent[] = [];
  const slept: number[] = [];
  const transport: Transport = {
    async send(body) {
      const { method, params, ...rest } = JSON.parse(body) as Record<string, unknown> & Sent;
      if (method === 'model.res.user.get_preferences') return result({ company: 1, language: 'zh_CN' });
      const request: Sent = { method, params, keys: ['method', 'params', ...Object.keys(rest)] };
      sent.push(request);
      return typeof answers === 'function' ? answers(request, sent.length) : (answers[sent.length - 1] ?? status(599));
    },
  };
  const client = new TrytonClient(transport, {
    sleep: async (milliseconds) => void slept.push(milliseconds),
    random: () => 1,
    user: 'connector',
  });
  return { client, sent, slept, transport };
}
