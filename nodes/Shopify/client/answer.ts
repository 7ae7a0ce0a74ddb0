import type { Failure } from '../../../core/failure';
import type { QueryCost } from './pace';

/** What came back from the wire. The transport never throws for it. */
export type WireAnswer =
  | {
      readonly kind: 'response';
      readonly status: number;
      readonly headers: Readonly<Record<string, unknown>>;
      readonly body: string;
    }
  /** The connection was never made, so the request can't have had an effect. */
  | { readonly kind: 'not-sent'; readonly code: string }
  /** The answer was lost: the request may have had its effect. */
  | { readonly kind: 'lost'; readonly code: string }
  /** n8n or the credential refused before anything was sent. */
  | { readonly kind: 'refused'; readonly failure: Failure };

/** What an answer means, before anybody decides what to do about it. */
export type Outcome =
  | { readonly kind: 'ok'; readonly data: Readonly<Record<string, unknown>>; readonly cost?: QueryCost }
  /** Refused before it ran, because of the rate limit. `waitMs` is exact where Shopify says so. */
  | { readonly kind: 'throttled'; readonly waitMs?: number; readonly cost?: QueryCost; readonly failure: Failure }
  /** Nothing was sent or it was refused for good. */
  | { readonly kind: 'refused'; readonly failure: Failure; readonly cost?: QueryCost }
  | { readonly kind: 'not-sent'; readonly failure: Failure }
  /** It may or may not have run. */
  | { readonly kind: 'unclear'; readonly failure: Failure };
