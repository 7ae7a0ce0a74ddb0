import type { IDataObject } from 'n8n-workflow';
import type { HubEventReference, MappingReference } from '../../../core/hub';
import { HUB_EVENT_FIELD } from '../../../core/hub';

/** Key in an item's `json` of the mapping that made it; carried to the effect, never part of the document. */
export const MAPPING_USED_FIELD = 'mappingUsed';

/** The hub event that an item belongs to, as its trigger wrote it. */
export function hubEventOf(json: IDataObject | undefined): HubEventReference | undefined {
  const value = json?.[HUB_EVENT_FIELD];
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, lease, attempt } = value as Partial<Record<string, unknown>>;
  if (typeof id !== 'string' || typeof lease !== 'string') return undefined;
  return { id, lease, attempt: typeof attempt === 'number' ? attempt : 1 };
}

/** The mapping that made an item. */
export function mappingUsedOf(json: IDataObject | undefined): MappingReference | undefined {
  const value = json?.[MAPPING_USED_FIELD];
  if (typeof value !== 'object' || value === null) return undefined;
  const { id, version, hash } = value as Partial<Record<string, unknown>>;
  if (typeof id !== 'string' || typeof version !== 'string' || typeof hash !== 'string') return undefined;
  return { id, version, hash };
}

/** An item's content without what this pack added for the hub. */
export function withoutHubFields(json: IDataObject): IDataObject {
  if (json[HUB_EVENT_FIELD] === undefined && json[MAPPING_USED_FIELD] === undefined) return json;
  const content = { ...json };
  delete content[HUB_EVENT_FIELD];
  delete content[MAPPING_USED_FIELD];
  return content;
}

/** Puts the hub event of an input item on an output item, so that the nodes behind can report on it. */
export function carryHubEvent(from: IDataObject | undefined, to: IDataObject): IDataObject {
  const event = from?.[HUB_EVENT_FIELD];
  if (event === undefined || to[HUB_EVENT_FIELD] !== undefined) return to;
  return { ...to, [HUB_EVENT_FIELD]: event };
}
