import type { EventState } from '../../../../core/hub';
import { Problem } from '../../failures';
import { closed, deskRoute, type DeskRoute, REASON } from '../deskRoute';
import { groupOf } from '../eventGroup';
import { maskPayload } from '../maskPayload';
import { parkedOfGroup, searchEvents } from '../searchEvents';

const STATES: readonly EventState[] = ['ready', 'leased', 'unknown', 'parked', 'done', 'superseded', 'repeat', 'resolved'];
const HISTORY = 50;
const REPLAYED_AT_ONCE = 200;

interface ById {
  readonly Params: { readonly id: string };
}

interface WithReason extends ById {
  readonly Body: { readonly reason: string };
}

/** The inbox: looking, fixing, replaying, resolving. */
export const eventRoutes: readonly DeskRoute[] = [
  deskRoute<{ Query: { state?: string; source?: string; text?: string; group?: string; after?: string; limit: number } }>({
    method: 'GET',
    path: '/events',
    guard: 'events.read',
    schema: {
      querystring: closed(
        {
          state: { type: 'string', enum: STATES },
          source: { type: 'string', maxLength: 200 },
          text: { type: 'string', maxLength: 300 },
          group: { type: 'string', pattern: '^[0-9a-f]{16}$' },
          after: { type: 'string', pattern: '^[0-9]{1,15}$' },
          limit: { type: 'integer', minimum: 1, maximum: 200, default: 50 },
        },
        ['state', 'source', 'text', 'group', 'after', 'limit'],
      ),
    },
    handle: async ({ parts, query }) => {
      const { state, source, limit, ...rest } = query;
      const states = state === undefined ? undefined : [state as EventState];
      const events = await searchEvents(parts, { ...rest, states, source: source === '' ? undefined : source, limit: limit + 1 });
      const { byState } = await parts.inbox.backlog();
      return {
        events: events.slice(0, limit).map((event) => ({ ...event, group: groupOf(event) })),
        more: events.length > limit,
        backlog: byState,
      };
    },
  }),
  deskRoute<ById>({
    method: 'GET',
    path: '/events/:id',
    guard: 'events.read',
    handle: async ({ parts, params, may }) => {
      const event = await existing(parts, params.id);
      const history = await parts.auditReader.ofObject('event', event.id, HISTORY);
      const readable = may('payload.read') && !event.erased;
      return {
        event: { ...event, group: groupOf(event) },
        history,
        payload: readable ? (may('payload.personal') ? 'full' : 'masked') : 'none',
      };
    },
  }),
  deskRoute<ById>({
    method: 'GET',
    path: '/events/:id/body',
    guard: 'payload.read',
    handle: async ({ parts, params, actor, may }) => {
      const event = await existing(parts, params.id);
      const body = await parts.inbox.body(event.id, actor);
      if (body === undefined) {
        throw new Problem(410, 'payload-erased', `The payload of event ${event.id} was erased by retention.`, {
          nextStep: 'Read the document in the system it came from.',
        });
      }
      if (may('payload.personal')) return { text: body, masked: false };
      const text = maskPayload(body, { prices: may('payload.prices') });
      if (text === undefined) {
        throw new Problem(
          422,
          'payload-not-masked',
          `The payload of event ${event.id} is not JSON, so its personal fields cannot be masked.`,
          {
            nextStep: 'Ask an operator to look at it.',
          },
        );
      }
      return { text, masked: true };
    },
  }),
  deskRoute<ById & { Body: { body: string; reason: string } }>({
    method: 'POST',
    path: '/events/:id/fix',
    guard: 'events.work',
    schema: { body: closed({ body: { type: 'string', minLength: 1 }, reason: REASON }) },
    handle: async ({ parts, params, body, actor }) => {
      assertJson(body.body);
      return await parts.inbox.fix(params.id, body.body, body.reason, actor);
    },
  }),
  deskRoute<WithReason>({
    method: 'POST',
    path: '/events/:id/replay',
    guard: 'events.work',
    schema: { body: closed({ reason: REASON }) },
    handle: async ({ parts, params, body, actor }) => await parts.inbox.replay(params.id, body.reason, actor),
  }),
  deskRoute<WithReason>({
    method: 'POST',
    path: '/events/:id/resolve',
    guard: 'events.work',
    schema: { body: closed({ reason: REASON }) },
    handle: async ({ parts, params, body, actor }) => await parts.inbox.resolve(params.id, body.reason, actor),
  }),
  deskRoute<{ Body: { group: string; reason: string } }>({
    method: 'POST',
    path: '/events/replay-group',
    guard: 'events.work',
    schema: { body: closed({ group: { type: 'string', pattern: '^[0-9a-f]{16}$' }, reason: REASON }) },
    handle: async ({ parts, body, actor }) => {
      const events = await parkedOfGroup(parts, body.group, REPLAYED_AT_ONCE + 1);
      const refused: { id: string; detail: string }[] = [];
      // Oldest first: of two versions of one document the newer one shall win by its version, not by luck.
      for (const { id } of [...events.slice(0, REPLAYED_AT_ONCE)].reverse()) {
        const detail = await parts.inbox.replay(id, body.reason, actor).then(() => undefined, refusalOf);
        if (detail !== undefined) refused.push({ id, detail });
      }
      const tried = Math.min(events.length, REPLAYED_AT_ONCE);
      return { replayed: tried - refused.length, refused, more: events.length > REPLAYED_AT_ONCE };
    },
  }),
];

async function existing(parts: Parameters<DeskRoute['handle']>[0]['parts'], id: string) {
  const event = /^\d{1,15}$/.test(id) ? await parts.inbox.get(id) : undefined;
  if (event === undefined) {
    throw new Problem(404, 'unknown-event', `There is no event ${/^[\w-]{1,40}$/.test(id) ? id : 'of this id'}.`, {
      nextStep: 'Search the inbox.',
    });
  }
  return event;
}

/** A refusal of one event (a newer version was taken on) does not stop the others; anything else does. */
function refusalOf(error: unknown): string {
  if (error instanceof Problem) return error.message;
  if (error instanceof Error && 'recovery' in error) return error.message;
  throw error;
}

function assertJson(text: string): void {
  try {
    JSON.parse(text);
  } catch {
    throw new Problem(400, 'payload-not-json', 'The corrected payload is not JSON.', {
      pointer: '/body',
      nextStep: 'Correct the place that the editor marks.',
    });
  }
}
