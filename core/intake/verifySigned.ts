import { createHmac, timingSafeEqual } from 'node:crypto';
import { headerReader, type HeaderReader, type Headers } from './headers';
import type { IntakeProfile, SignatureRule } from './profile';

export interface SignedRequest {
  readonly headers: Headers;
  /** The exact bytes that arrived; never the parsed and re-written body. */
  readonly rawBody: Uint8Array | undefined;
}

export interface ExpectedSender {
  /** Current secret first, then those before it during a rotation. */
  readonly secrets: readonly string[];
  /** The shop, company or database whose deliveries are taken; compared without regard to case. */
  readonly tenant: string;
}

/** What the headers of a verified delivery say. Most platforms sign the body only, so treat them as hints beside the payload. */
export interface SignedDelivery {
  /** As the platform writes it, in lower case. */
  readonly topic: string;
  readonly tenant: string;
  /** The same on every retry of one delivery. */
  readonly deliveryId: string;
  /** The same for all deliveries caused by one action. */
  readonly eventId: string | undefined;
  readonly triggeredAt: string | undefined;
  readonly apiVersion: string | undefined;
}

export type SignedRefusal =
  | 'no-secret'
  | 'no-raw-body'
  | 'empty-body'
  | 'no-signature'
  | 'bad-signature'
  | 'bad-timestamp'
  | 'other-tenant'
  | 'no-topic'
  | 'no-delivery-id'
  | 'header-too-long';

export type SignedVerdict =
  | { readonly ok: true; readonly delivery: SignedDelivery }
  | { readonly ok: false; readonly reason: SignedRefusal };

/** Ids and topics of every known platform are far shorter; they become keys of the store. */
const LONGEST_HEADER = 255;

/**
 * Checks that a delivery was signed with one of our secrets, over the very bytes that arrived, and belongs to our tenant. It comes
 * before any parsing. Without a secret nothing is ever let in.
 *
 * @param nowMs for platforms that sign a timestamp
 */
export function verifySigned(
  profile: IntakeProfile,
  request: SignedRequest,
  expected: ExpectedSender,
  nowMs: number,
): SignedVerdict {
  const refused = (reason: SignedRefusal): SignedVerdict => ({ ok: false, reason });
  const secrets = expected.secrets.filter((secret) => secret !== '');
  if (secrets.length === 0) return refused('no-secret');
  const { rawBody } = request;
  if (rawBody === undefined) return refused('no-raw-body');
  if (rawBody.length === 0) return refused('empty-body');

  const header = headerReader(request.headers, profile.headerPrefixes);
  const untrusted = refusalOfSignature(profile.signature, header, rawBody, secrets, nowMs);
  if (untrusted !== undefined) return refused(untrusted);

  const { headers } = profile;
  const tenant =
    header(headers.tenant.name)?.toLowerCase() ?? (headers.tenant.optional ? expected.tenant.toLowerCase() : undefined);
  if (tenant !== expected.tenant.toLowerCase()) return refused('other-tenant');
  const topic = header(headers.topic)?.toLowerCase();
  if (topic === undefined) return refused('no-topic');
  const deliveryId = headers.deliveryId.map(header).find((id) => id !== undefined);
  if (deliveryId === undefined) return refused('no-delivery-id');
  const eventId = header(headers.eventId);
  const triggeredAt = header(headers.triggeredAt);
  const stored = [topic, deliveryId, eventId, triggeredAt];
  if (stored.some((value) => value !== undefined && value.length > LONGEST_HEADER)) return refused('header-too-long');

  const apiVersion = headers.apiVersion === undefined ? undefined : header(headers.apiVersion);
  return { ok: true, delivery: { topic, tenant, deliveryId, eventId, triggeredAt, apiVersion } };
}

function refusalOfSignature(
  rule: SignatureRule,
  header: HeaderReader,
  rawBody: Uint8Array,
  secrets: readonly string[],
  nowMs: number,
): SignedRefusal | undefined {
  const given = header(rule.header);
  if (given === undefined) return 'no-signature';
  if (rule.signs === 'body') return isSigned(rule, given, [rawBody], secrets) ? undefined : 'bad-signature';

  const timestamp = header(rule.signs.timestampHeader);
  if (timestamp === undefined || !/^\d{1,12}$/.test(timestamp)) return 'bad-timestamp';
  if (!isSigned(rule, given, [Buffer.from(`${timestamp}.`), rawBody], secrets)) return 'bad-signature';
  return Math.abs(nowMs - Number(timestamp) * 1000) > rule.signs.toleranceMs ? 'bad-timestamp' : undefined;
}

/**
 * Every secret is tried on every signature of the header, also after a match, so that the time taken says nothing. During a rotation
 * a sender may list several signatures; a reader that looks at one of them only would break it.
 */
function isSigned(rule: SignatureRule, header: string, parts: readonly Uint8Array[], secrets: readonly string[]): boolean {
  const prefix = rule.prefix ?? '';
  const signatures = header
    .split(/[,\s]+/)
    .filter((text) => text.startsWith(prefix))
    .slice(0, MOST_SIGNATURES)
    .map((text) => asCompared(text.slice(prefix.length), rule));
  let matches = false;
  for (const secret of secrets) {
    const hmac = createHmac(rule.algorithm, secret);
    for (const part of parts) hmac.update(part);
    // Texts are compared, not decoded bytes: base64 decoding forgives characters that no platform sends.
    const own = Buffer.from(hmac.digest(rule.encoding), 'utf8');
    for (const given of signatures) {
      if (own.length === given.length && timingSafeEqual(own, given)) matches = true;
    }
  }
  return matches;
}

/** A list longer than this is no rotation; it would only cost time. */
const MOST_SIGNATURES = 8;

function asCompared(signature: string, { encoding }: SignatureRule): Buffer {
  return Buffer.from(encoding === 'hex' ? signature.toLowerCase() : signature, 'utf8');
}
