import { businessKey } from '../keys';
import { headerReader, type Headers } from './headers';
import type { DocumentRule, IntakeProfile, VersionPlace } from './profile';
import type { SignedDelivery } from './verifySigned';

/** What a verified delivery is about. */
export interface DeliverySubject {
  /** Id of the resource in its platform. */
  readonly resourceId?: string;
  /** `system/tenant/documentType/id`; absent where the payload names no business document. */
  readonly businessKey?: string;
  /** Comparable with `compareVersions`; absent where the payload does not show the whole document. */
  readonly version?: string;
  /** Whether the payload shows the whole document. */
  readonly fullState?: boolean;
}

/** Longer ones name nothing that a platform sends; they would become keys of the store. */
const LONGEST_ID = 200;

/**
 * Reads which document a verified delivery is about, and which version of it, as the platform's row says. A pushed event and one that
 * a trigger received by itself get the same key and version, because both are read here.
 */
export function subjectOf(profile: IntakeProfile, delivery: SignedDelivery, payload: unknown): DeliverySubject {
  const rule = ruleFor(profile, delivery.topic);
  if (rule === undefined) return {};
  const parts = rule.id.map((path) => textAt(payload, path));
  const id = parts.every((part) => part !== undefined) ? parts.join('-') : '';
  if (id === '' || id.length > LONGEST_ID) return {};
  const [fromTopic = delivery.topic] = delivery.topic.split('/');
  const documentType = rule.documentType === 'fromTopic' ? fromTopic : rule.documentType;
  const fullState = showsWholeDocument(rule, delivery.topic);
  const version = fullState ? versionOf(rule, delivery, payload) : '';
  return {
    resourceId: id,
    businessKey: businessKey({ system: profile.system, tenant: delivery.tenant, documentType, id }),
    ...(version !== '' && { version }),
    fullState,
  };
}

/** The headers worth keeping, each under its full name in the platform's usual family. */
export function keptHeaders(profile: IntakeProfile, headers: Headers): Readonly<Record<string, string>> {
  const header = headerReader(headers, profile.headerPrefixes);
  const [family = ''] = profile.headerPrefixes;
  const kept: [string, string][] = [];
  for (const name of profile.keptHeaders) {
    const value = header(name);
    if (value !== undefined) kept.push([`${family}${name}`, value]);
  }
  return Object.fromEntries(kept);
}

/** Form in which a registration's topics and a delivery's topic are compared. */
export function comparableTopic(profile: IntakeProfile, topic: string): string {
  const text = topic.trim().toLowerCase();
  return profile.topics === 'enumOrPath' ? text.replaceAll('/', '_') : text;
}

function ruleFor(profile: IntakeProfile, topic: string): DocumentRule | undefined {
  const fitting = profile.documents.filter(({ topicPrefix }) => topic.startsWith(topicPrefix));
  return fitting.toSorted((one, other) => other.topicPrefix.length - one.topicPrefix.length)[0];
}

function showsWholeDocument(rule: DocumentRule, topic: string): boolean {
  return rule.fullState === 'all' || rule.fullState.includes(topic);
}

/** Ends at the first part that has no value: a later part means nothing without those before it. */
function versionOf(rule: DocumentRule, delivery: SignedDelivery, payload: unknown): string {
  const parts: string[] = [];
  for (const places of rule.version) {
    const value = places.map((place) => valueAt(place, delivery, payload)).find((text) => text !== undefined);
    if (value === undefined) break;
    parts.push(value);
  }
  const version = parts.join('/');
  return version.length > LONGEST_ID ? '' : version;
}

function valueAt(place: VersionPlace, delivery: SignedDelivery, payload: unknown): string | undefined {
  return 'body' in place ? textAt(payload, place.body) : delivery.triggeredAt;
}

/** A text or number at a path of own members, as text. */
function textAt(payload: unknown, path: string): string | undefined {
  let value = payload;
  for (const name of path.split('.')) {
    if (typeof value !== 'object' || value === null || !Object.hasOwn(value, name)) return undefined;
    value = (value as Readonly<Record<string, unknown>>)[name];
  }
  if (typeof value === 'number') return String(value);
  return typeof value === 'string' && value.trim() !== '' ? value.trim() : undefined;
}
