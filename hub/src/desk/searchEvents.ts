import type { EventState, EventSummary } from '../../../core/hub';
import { businessKey } from '../../../core/keys';
import { groupOf } from './eventGroup';
import { findDocuments } from './findDocuments';
import type { DeskParts } from './parts';

export interface EventSearch {
  readonly states?: readonly EventState[];
  readonly source?: string;
  /** An event id, a business key, or the id or number of a document. */
  readonly text?: string;
  /** Only parked events of this error. */
  readonly group?: string;
  readonly after?: string;
  readonly limit: number;
}

/** How many parked events are looked through for one error. */
export const MAX_GROUP_SCAN = 5_000;
const PAGE = 500;
/** Documents of a search whose events are shown. */
const MAX_DOCUMENTS = 20;

/** Finds events by index only: no search reads the whole inbox. */
export async function searchEvents(parts: DeskParts, search: EventSearch): Promise<readonly EventSummary[]> {
  const { inbox } = parts;
  const { states, source, after, limit } = search;
  const text = search.text?.trim() ?? '';
  if (search.group !== undefined) return await parkedOfGroup(parts, search.group, limit);
  if (text === '') return newestFirst(await inbox.list({ states, source, after, limit, newestFirst: true }));
  const found = new Map<string, EventSummary>();
  const byId = /^\d{1,15}$/.test(text) ? await inbox.get(text) : undefined;
  if (byId !== undefined) found.set(byId.id, byId);
  for (const key of await keysOf(parts, text)) {
    for (const event of await inbox.list({ businessKey: key, limit, newestFirst: true })) found.set(event.id, event);
  }
  const matching = [...found.values()].filter(
    (event) => (states === undefined || states.includes(event.state)) && (source === undefined || event.source === source),
  );
  return newestFirst(matching).slice(0, limit);
}

/** Parked events of one error, newest first. */
export async function parkedOfGroup(
  { inbox }: Pick<DeskParts, 'inbox'>,
  group: string,
  limit: number,
): Promise<readonly EventSummary[]> {
  const found: EventSummary[] = [];
  let after: string | undefined;
  for (let seen = 0; seen < MAX_GROUP_SCAN && found.length < limit; seen += PAGE) {
    const page = await inbox.list({ states: ['parked'], after, limit: PAGE, newestFirst: true });
    found.push(...page.filter((event) => groupOf(event) === group));
    after = page.at(-1)?.id;
    if (page.length < PAGE) break;
  }
  return newestFirst(found).slice(0, limit);
}

/** Business keys that a typed text can mean. */
async function keysOf({ links, sources }: DeskParts, text: string): Promise<ReadonlySet<string>> {
  const keys = new Set<string>();
  if (text.includes('/')) keys.add(text);
  const plain = text.replace(/^#/, '');
  for (const { system, tenant, documentType, id } of (await findDocuments(links, text)).slice(0, MAX_DOCUMENTS)) {
    keys.add(businessKey({ system, tenant, documentType, id }));
  }
  for (const { profile, tenant } of await sources.list())
    keys.add(businessKey({ system: profile, tenant, documentType: 'order', id: plain }));
  return keys;
}

function newestFirst(events: readonly EventSummary[]): readonly EventSummary[] {
  return [...events].sort((one, other) => other.receivedAtMs - one.receivedAtMs || Number(other.id) - Number(one.id));
}
