import type { Recovery } from '../../core/failure';

/** What an answer means: what to do next, and what to tell the user. */
export interface ErrorRule {
  readonly recovery: Recovery;
  /** What happened: one sentence without personal values. */
  readonly message: string;
  /** What the user should do now: one sentence. */
  readonly nextStep: string;
}

/** What every platform states about itself, as data; the contract suite in `test/contract` checks it. */
export interface Platform {
  /** Folder name in lower case; the `system` of its documents. */
  readonly id: string;
  readonly name: string;
  /** The only hosts a secret may travel to; anchored at both ends. */
  readonly hostPattern: RegExp;
  readonly limits: { readonly timeoutMs: number };
  /** HTTP statuses that are final, and what they mean. 429 and 5xx belong to the client's retry decision. */
  readonly httpErrors: ReadonlyMap<number, ErrorRule>;
}
