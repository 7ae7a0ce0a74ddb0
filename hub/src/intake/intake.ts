import { comparableTopic, keptHeaders, subjectOf, verifySigned, type Headers, type SignedDelivery } from '../../../core/intake';
import type { Clock, Inbox, Log, Meter } from '../contract';
import { secretsAt } from '../sources/secrets';
import type { DeliveryActivity } from '../sources/activity';
import type { BrokenSource, KnownSource, SourceDirectory } from '../sources/directory';
import { parsePayload } from './parsePayload';
import { UNKNOWN_SOURCE, type IntakeRefusals } from './refusals';

/** How a delivery ended. Only `taken` and `dropped` are acknowledged. */
export type IntakeOutcome =
  /** Stored durably, now or at an earlier try. */
  | 'taken'
  /** Verified, but of a topic that nobody registered: a refusal would make the platform repeat it. */
  | 'dropped'
  | 'unknown-token'
  | 'refused'
  | 'inactive'
  /** Signed, but no JSON object. */
  | 'malformed'
  /** The hub itself cannot judge it now. */
  | 'unavailable';

export interface IntakeParts {
  readonly directory: Pick<SourceDirectory, 'byToken'>;
  readonly inbox: Pick<Inbox, 'store'>;
  readonly activity: Pick<DeliveryActivity, 'note'>;
  readonly refusals: Pick<IntakeRefusals, 'note'>;
  readonly clock: Clock;
  readonly log: Log;
  readonly meter: Meter;
}

/**
 * Takes one delivery: verify the bytes, then read them, then store them durably, then say so. Nothing is looked up by what the body
 * says before its signature is known to be right.
 */
export class Intake {
  constructor(private readonly parts: IntakeParts) {}

  /**
   * @param token last part of the address that was called
   * @throws StoreUnavailable when the delivery could not be stored: it must not be acknowledged
   */
  async receive(token: string, headers: Headers, rawBody: Uint8Array | undefined): Promise<IntakeOutcome> {
    try {
      const source = await this.parts.directory.byToken(token);
      const [profile, outcome] = source === undefined ? this.unknownToken() : await this.ofSource(source, headers, rawBody);
      this.parts.meter.count('medsupply_deliveries_total', { profile, outcome });
      return outcome;
    } catch (error) {
      this.parts.meter.count('medsupply_deliveries_total', { profile: 'none', outcome: 'not-stored' });
      throw error;
    }
  }

  private unknownToken(): readonly [string, IntakeOutcome] {
    this.parts.refusals.note(UNKNOWN_SOURCE, 'unknown-token');
    return ['none', 'unknown-token'];
  }

  private async ofSource(
    source: KnownSource | BrokenSource,
    headers: Headers,
    rawBody: Uint8Array | undefined,
  ): Promise<readonly [string, IntakeOutcome]> {
    if ('broken' in source) {
      this.parts.log.error({ source: source.id }, 'a delivery was put off: the registration of its source cannot be used');
      return ['none', 'unavailable'];
    }
    return [source.profile.id, await this.judge(source, headers, rawBody)];
  }

  private async judge(source: KnownSource, headers: Headers, rawBody: Uint8Array | undefined): Promise<IntakeOutcome> {
    const { profile } = source;
    const nowMs = this.parts.clock.now();
    if (!source.active) return this.refuse(source, 'inactive', 'inactive');
    const expected = { secrets: secretsAt(source.secrets, nowMs), tenant: source.tenant };
    const verdict = verifySigned(profile, { headers, rawBody }, expected, nowMs);
    if (!verdict.ok) return this.refuse(source, verdict.reason, 'refused', idHint(source, headers));

    const { delivery } = verdict;
    this.parts.activity.note(source.id);
    if (!source.topics.has(comparableTopic(profile, delivery.topic))) return 'dropped';
    const payload = parsePayload(rawBody ?? new Uint8Array());
    if (payload === undefined) return this.refuse(source, 'no-json-object', 'malformed', delivery.deliveryId);
    await this.store(source, delivery, headers, rawBody ?? new Uint8Array(), payload);
    return 'taken';
  }

  private async store(
    source: KnownSource,
    delivery: SignedDelivery,
    headers: Headers,
    body: Uint8Array,
    payload: Readonly<Record<string, unknown>>,
  ): Promise<void> {
    const { deliveryId, eventId, topic, triggeredAt } = delivery;
    await this.parts.inbox.store({
      source: source.id,
      deliveryId,
      topic,
      ...(eventId !== undefined && { eventId }),
      ...(triggeredAt !== undefined && { triggeredAt }),
      ...subjectOf(source.profile, delivery, payload),
      headers: keptHeaders(source.profile, headers),
      body,
    });
  }

  private refuse(source: KnownSource, reason: string, outcome: IntakeOutcome, deliveryId?: string): IntakeOutcome {
    this.parts.refusals.note(source.id, reason);
    this.parts.log.warn({ source: source.id, reason, deliveryId }, 'a delivery was refused');
    return outcome;
  }
}

const LOGGED_ID = /^[\w.:-]{1,100}$/;

/** The delivery id of somebody who proved nothing: only for finding the delivery in the platform's log, and only if it looks like one. */
function idHint({ profile }: KnownSource, headers: Headers): string | undefined {
  for (const prefix of profile.headerPrefixes) {
    const value = headers[`${prefix}${profile.headers.deliveryId[0] ?? ''}`];
    if (typeof value === 'string' && LOGGED_ID.test(value)) return value;
  }
  return undefined;
}
