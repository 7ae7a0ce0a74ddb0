/** How one platform signs its deliveries. */
export interface SignatureRule {
  readonly algorithm: 'sha1' | 'sha256' | 'sha512';
  /** Header that carries it, without the prefix of its family. */
  readonly header: string;
  readonly encoding: 'base64' | 'hex';
  /** What stands before the signature in its header: `sha256=`. */
  readonly prefix?: string;
  /** The signed bytes: the raw body, or a timestamp, a full stop and the raw body. */
  readonly signs: 'body' | TimestampedBody;
}

/** A platform that signs `timestamp.body`; the timestamp is in whole seconds since 1970. */
export interface TimestampedBody {
  readonly timestampHeader: string;
  /** How far the sender's clock may be away, in both directions. */
  readonly toleranceMs: number;
}

/** Which business document the deliveries of some topics are about. */
export interface DocumentRule {
  /** `orders/`; of several rules that fit, the longest prefix counts. */
  readonly topicPrefix: string;
  /** Word of the business key, or `fromTopic`: what stands before the first `/` of the topic. */
  readonly documentType: string;
  /** Paths (`resource.id`) into the body that make up the id, joined by `-`; the document has no id when one of them is missing. */
  readonly id: readonly string[];
  /** Parts of the version, the most significant first; of each part's places the first that has a value counts. */
  readonly version: readonly (readonly VersionPlace[])[];
  /**
   * Topics whose payload shows the whole document. Only these get a version: a newer one may then take the place of an older one
   * that waits. What tells a part of the story must never be dropped for a newer part.
   */
  readonly fullState: readonly string[] | 'all';
}

export type VersionPlace = { readonly body: string } | { readonly header: 'triggeredAt' };

/**
 * How deliveries of one platform are verified and read. A platform is a row of this shape; there is no code for a single platform.
 * Header names are in lower case and without the prefix of their family.
 */
export interface IntakeProfile {
  /** `shopify`: what a registration names. */
  readonly id: string;
  /** First part of business keys. */
  readonly system: string;
  /** Header families, the usual one first: `x-shopify-`, `shopify-`. */
  readonly headerPrefixes: readonly string[];
  readonly signature: SignatureRule;
  readonly headers: {
    readonly topic: string;
    /** Of these the first that is there names the delivery. */
    readonly deliveryId: readonly string[];
    readonly eventId: string;
    readonly triggeredAt: string;
    readonly apiVersion?: string;
    /** Shop, company or database of the delivery. Unless it is optional, a delivery without it is another tenant's. */
    readonly tenant: { readonly name: string; readonly optional: boolean };
  };
  /**
   * How the topics of a registration are compared with those of deliveries: as they are, or as Shopify writes them in its two
   * forms (`ORDERS_CREATE`, `orders/create`).
   */
  readonly topics: 'exact' | 'enumOrPath';
  readonly documents: readonly DocumentRule[];
  /** Headers that are stored with the event; never a signature or a token. */
  readonly keptHeaders: readonly string[];
}
