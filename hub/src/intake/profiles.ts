import { shopifyProfile, type IntakeProfile } from '../../../core/intake';

/**
 * A source of one's own that signs with a shared secret: whatever has no row of its own sends this.
 *
 * `X-Signature: sha256=<hex of HMAC-SHA256(secret, timestamp.body)>`, `X-Timestamp` in seconds, `X-Delivery-Id`, `X-Topic`
 * (`order/created`: what stands before the `/` is the document type), `X-Event-Id` and `X-Tenant` if there are any. The body names
 * its document in `resource.id` and `resource.version`; a newer version may take the place of an older one that waits.
 */
export const genericHmacProfile: IntakeProfile = {
  id: 'generic-hmac',
  system: 'generic-hmac',
  headerPrefixes: ['x-'],
  signature: {
    algorithm: 'sha256',
    header: 'signature',
    encoding: 'hex',
    prefix: 'sha256=',
    signs: { timestampHeader: 'timestamp', toleranceMs: 300_000 },
  },
  headers: {
    topic: 'topic',
    deliveryId: ['delivery-id'],
    eventId: 'event-id',
    triggeredAt: 'triggered-at',
    tenant: { name: 'tenant', optional: true },
  },
  topics: 'exact',
  documents: [
    {
      topicPrefix: '',
      documentType: 'fromTopic',
      id: ['resource.id'],
      version: [[{ body: 'resource.version' }]],
      fullState: 'all',
    },
  ],
  keptHeaders: ['topic', 'tenant', 'delivery-id', 'event-id', 'triggered-at', 'timestamp'],
};

/** Every platform whose deliveries the hub can take. A further platform is a further row, and nothing else. */
export const intakeProfiles: readonly IntakeProfile[] = [shopifyProfile, genericHmacProfile];
