import { attentionOf, type AttentionItem, HOUR_MS } from '../../kpi';
import { closed, deskRoute, type DeskRoute, REASON } from '../deskRoute';
import { groupOf } from '../eventGroup';
import { maskValues } from '../../incidents/maskValues';

const LISTED = 500;
const SHOWN_GROUPS = 50;
const HOURS_SHOWN = 24;

/** Repeats of one thing that needs a person, as one row. */
export interface AttentionGroup {
  readonly kind: AttentionItem['kind'];
  readonly state: AttentionItem['state'];
  /** Only of events: what "replay all" and the filter of the inbox name. */
  readonly group?: string;
  readonly origin?: string;
  readonly code?: string;
  readonly reason?: string;
  readonly nextStep?: string;
  readonly count: number;
  readonly newestAtMs: number;
  readonly oldestAtMs: number;
  /** The newest of them. */
  readonly id: string;
  readonly businessKey?: string;
}

/** The first page: figures, what needs a person, silent sources. */
export const nowRoutes: readonly DeskRoute[] = [
  deskRoute({
    method: 'GET',
    path: '/now',
    guard: 'now.read',
    handle: async ({ parts }) => {
      const attention = await attentionOf(parts, LISTED);
      const hours = await parts.kpis.hours(attention.atMs - (HOURS_SHOWN - 1) * HOUR_MS, attention.atMs + 1);
      const sources = await parts.sources.list();
      const oldest = (await parts.inbox.list({ states: ['ready', 'leased', 'unknown'], limit: 5 })).map(
        ({ id, source, state, businessKey, topic, attempts, receivedAtMs, dueAtMs, leaseUntilMs }) => ({
          id,
          source,
          state,
          businessKey,
          topic,
          attempts,
          receivedAtMs,
          dueAtMs,
          leaseUntilMs,
        }),
      );
      const { items, ...rest } = attention;
      return {
        ...rest,
        groups: grouped(items).slice(0, SHOWN_GROUPS),
        hours,
        oldest,
        sources: sources.map(({ id, tenant, profile, active, lastDeliveryAtMs, silentSinceMs }) => ({
          id,
          tenant,
          profile,
          active,
          lastDeliveryAtMs,
          silentSinceMs,
        })),
      };
    },
  }),
  deskRoute<{ Params: { id: string }; Body: { reason: string } }>({
    method: 'POST',
    path: '/incidents/:id/close',
    guard: 'incidents.work',
    schema: { body: closed({ reason: REASON }) },
    handle: async ({ parts, params, body, actor }) => await parts.incidents.close(params.id, body.reason, actor),
  }),
];

function grouped(items: readonly AttentionItem[]): readonly AttentionGroup[] {
  const groups = new Map<string, AttentionGroup>();
  for (const item of items) {
    const group =
      item.kind === 'event' && item.state === 'parked'
        ? groupOf({ source: item.origin, code: item.code, reason: item.reason })
        : undefined;
    const key = group ?? keyOf(item);
    const known = groups.get(key);
    if (known === undefined) {
      const { kind, state, origin, code, reason, nextStep, atMs, id, businessKey } = item;
      const count = kind === 'incident' ? item.count : 1;
      groups.set(key, {
        kind,
        state,
        group,
        origin,
        code,
        reason,
        nextStep,
        count,
        newestAtMs: atMs,
        oldestAtMs: atMs,
        id,
        businessKey,
      });
      continue;
    }
    groups.set(key, {
      ...known,
      count: known.count + 1,
      newestAtMs: Math.max(known.newestAtMs, item.atMs),
      oldestAtMs: Math.min(known.oldestAtMs, item.atMs),
    });
  }
  return [...groups.values()];
}

/** Effects and events of one state and reason are one row; incidents and sources are rows of their own. */
function keyOf({ kind, id, state, reason = '' }: AttentionItem): string {
  return kind === 'effect' || kind === 'event' ? JSON.stringify([kind, state, maskValues(reason)]) : JSON.stringify([kind, id]);
}
