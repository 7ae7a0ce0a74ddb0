import type { EffectState } from '../../../../core/hub';
import { Problem } from '../../failures';
import { closed, deskRoute, type DeskRoute, REASON } from '../deskRoute';

const STATES: readonly EffectState[] = ['claimed', 'done', 'rejected', 'retry', 'unknown', 'parked', 'resolved'];
const KEY = { type: 'string', minLength: 1, maxLength: 1000 } as const;
const HISTORY = 50;

/** Effects: what was written to a target, and what nobody knows yet. */
export const effectRoutes: readonly DeskRoute[] = [
  deskRoute<{ Query: { state?: EffectState; text?: string; after?: string; limit: number } }>({
    method: 'GET',
    path: '/effects',
    guard: 'effects.read',
    schema: {
      querystring: closed(
        {
          state: { type: 'string', enum: STATES },
          text: { type: 'string', maxLength: 1000 },
          after: KEY,
          limit: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
        },
        ['state', 'text', 'after', 'limit'],
      ),
    },
    handle: async ({ parts, query }) => {
      const key = query.text?.trim() ?? '';
      if (key !== '') {
        const effect = await parts.effects.get(key);
        return { effects: effect === undefined ? [] : [effect], more: false };
      }
      const states: readonly EffectState[] = query.state === undefined ? ['unknown', 'parked'] : [query.state];
      const effects = await parts.effects.list({ states, after: query.after, limit: query.limit + 1 });
      return { effects: effects.slice(0, query.limit), more: effects.length > query.limit };
    },
  }),
  deskRoute<{ Query: { key: string } }>({
    method: 'GET',
    path: '/effects/one',
    guard: 'effects.read',
    schema: { querystring: closed({ key: KEY }) },
    handle: async ({ parts, query }) => {
      const effect = await parts.effects.get(query.key);
      if (effect === undefined)
        throw new Problem(404, 'unknown-effect', 'There is no effect with this key.', { nextStep: 'Look at the list.' });
      return { effect, history: await parts.auditReader.ofObject('effect', query.key, HISTORY) };
    },
  }),
  deskRoute<{ Body: { key: string; outcome: 'done' | 'retry'; reason: string } }>({
    method: 'POST',
    path: '/effects/resolve',
    guard: 'effects.work',
    schema: { body: closed({ key: KEY, outcome: { type: 'string', enum: ['done', 'retry'] }, reason: REASON }) },
    handle: async ({ parts, body, actor }) => await parts.effects.resolve(body.key, body.outcome, body.reason, actor),
  }),
];
