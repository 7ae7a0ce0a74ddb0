import type { Claim, EventReport, Settlement } from '../hub';
import type { FailureDetails, Recovery } from '../failure';
import { Failure } from '../failure';
import type { EffectPolicy } from './effectLedger';

/** Beside the usual details: which effect, where it stands, and when it may be tried again. */
export interface EffectFailureDetails extends FailureDetails {
  /** Key of the effect at the ledger. */
  readonly effect?: string;
  readonly outcome?: 'unknown' | 'retry' | 'rejected' | 'parked' | 'conflict' | 'inFlight';
  /** RFC 3339; not before this time. */
  readonly notBefore?: string;
}

type Settling = Pick<Settlement, 'outcome' | 'reason' | 'notBeforeMs'>;
type Reporting = Pick<EventReport, 'outcome' | 'reason' | 'nextStep' | 'code' | 'notBeforeMs'>;

type About = Pick<Reporting, 'reason' | 'nextStep' | 'code'>;

/** What a failed effect means for the ledger, for its event, and for the item. */
export interface Verdict {
  /** Absent when nothing was claimed. */
  readonly settling?: Settling;
  readonly reporting: Reporting;
  readonly failure: Failure;
}

/** Longest text of a report: the failures of this product are one sentence, those of a vendor may not be. */
const MAX_REASON_LENGTH = 500;
const MAX_CODE_LENGTH = 60;
/** Refused sign-ins and rights, and answers of a target that is overloaded or away: no record is to blame. */
const TARGET_STATUSES = new Set([401, 403, 429, 502, 503, 504]);
/** Codes of Node's errors for a target that was never reached. */
const NETWORK_CODE = /^E[A-Z_]+$/;
/** When a target that is away as a whole is tried again; a long outage must park nothing, and not keep everybody busy. */
const OUTAGE_PAUSE_MS = 30_000;

/**
 * What follows when a claimed write has failed.
 *
 * | failure | effect | event |
 * | --- | --- | --- |
 * | `RetryLater` | retry, not before its wait is over | failed; given back for a while when the target is away as a whole |
 * | `OutcomeUnknown` | unknown, not before the target has settled | unknown |
 * | `NeedsHuman`, `BadMapping` | rejected | parked; given back for a while when the sign-in or a right was refused |
 * | `Superseded` | rejected | superseded |
 * | `Defect` and anything foreign | unknown: nobody knows how far it came | failed, so that it is parked in the end |
 */
export function judgeFailure(failure: Failure, key: string, nowMs: number, { settleMs, canLook }: EffectPolicy): Verdict {
  const { details } = failure;
  const about = { reason: shorten(failure.message), nextStep: shortened(details.nextStep), code: codeOf(failure) };
  const settled = { notBeforeMs: nowMs + settleMs };
  switch (failure.recovery) {
    case 'RetryLater': {
      const wait = details.retryAfterMs === undefined ? {} : { notBeforeMs: nowMs + details.retryAfterMs };
      return {
        settling: { outcome: 'retry', reason: about.reason, ...wait },
        reporting: outage(failure, about, nowMs) ?? { outcome: 'failed', ...about, ...wait },
        failure: withOutcome(failure, key, 'retry', wait.notBeforeMs),
      };
    }
    case 'NeedsHuman':
    case 'BadMapping':
      return {
        settling: { outcome: 'rejected', reason: about.reason },
        reporting: outage(failure, about, nowMs) ?? { outcome: 'parked', ...about },
        failure: withOutcome(failure, key, 'rejected'),
      };
    case 'Superseded':
      return {
        settling: { outcome: 'rejected', reason: about.reason },
        reporting: { outcome: 'superseded', ...about },
        failure: withOutcome(failure, key, 'rejected'),
      };
    case 'OutcomeUnknown':
    default:
      if (!canLook) return blindly(failure, key, about);
      return {
        settling: { outcome: 'unknown', reason: about.reason, ...settled },
        reporting: { outcome: failure.recovery === 'Defect' ? 'failed' : 'unknown', ...about, ...settled },
        failure: unknownFailure(failure, key, settled.notBeforeMs),
      };
  }
}

/** The report for a record that is not to blame: its attempt does not count, so that a long outage parks nothing. */
function outage({ details }: Failure, about: About, nowMs: number): Reporting | undefined {
  const { httpStatus, code = '', retryAfterMs = 0 } = details;
  const unreachable = httpStatus === undefined && NETWORK_CODE.test(code);
  if (!unreachable && !TARGET_STATUSES.has(httpStatus ?? 0)) return undefined;
  return { outcome: 'released', ...about, notBeforeMs: nowMs + Math.max(retryAfterMs, OUTAGE_PAUSE_MS) };
}

/** Nobody can ask this target what became of a write: the effect waits for a person. */
function blindly(failure: Failure, key: string, about: About): Verdict {
  const nextStep = 'Look in the target whether it stands there, then resolve the effect at the hub by hand.';
  return {
    settling: { outcome: 'parked', reason: about.reason },
    reporting: { ...about, outcome: 'parked', nextStep },
    failure: new Failure('OutcomeUnknown', `OUTCOME UNKNOWN: ${failure.message}`, {
      ...failure.details,
      nextStep,
      ...extra(key, 'unknown'),
    }),
  };
}

/** What follows for an item that never reached the ledger: its event is reported, nothing is settled. */
export function judgeRefusal(failure: Failure): Verdict {
  const about = { reason: shorten(failure.message), nextStep: failure.details.nextStep, code: codeOf(failure) };
  const outcome = failure.recovery === 'NeedsHuman' || failure.recovery === 'BadMapping' ? 'parked' : 'failed';
  return { reporting: { outcome, ...about }, failure };
}

/**
 * What follows when the ledger could not be asked or refuses to answer: no record is to blame. An event that was not tried at all is
 * given back; under a key without rights that would go round and round, so there its attempt counts.
 */
export function judgeLedger(failure: Failure): Verdict {
  const { details, recovery } = failure;
  const nextStep = `Nothing was written. ${details.nextStep ?? 'Check that the hub runs.'}`;
  return {
    reporting: {
      outcome: recovery === 'RetryLater' ? 'released' : 'failed',
      reason: shorten(failure.message),
      nextStep: shortened(nextStep),
      code: codeOf(failure),
    },
    failure: new Failure(recovery, failure.message, { ...details, nextStep }),
  };
}

type Refused = Exclude<Claim, { readonly decision: 'proceed' | 'done' | 'superseded' }>;

/** What follows when the ledger does not grant the write. */
export function judgeClaim(claim: Refused): Verdict {
  switch (claim.decision) {
    case 'inFlight':
      // Not tried at all: whoever holds the claim may have died, and its record must not be parked for that.
      return refuse(claim.key, 'RetryLater', 'inFlight', 'released', {
        message: 'Somebody else is writing the same record at this moment',
        nextStep: 'Nothing was written by this item.',
        code: 'in-flight',
        notBeforeMs: claim.retryAtMs,
      });
    case 'unknown':
      return refuse(claim.key, 'OutcomeUnknown', 'unknown', 'unknown', {
        message: 'OUTCOME UNKNOWN: an earlier write of this record has not been answered',
        nextStep: 'Nothing was written by this item.',
        code: 'outcome-unknown',
        notBeforeMs: claim.notBeforeMs,
      });
    case 'parked':
      return refuse(claim.key, 'NeedsHuman', 'parked', 'parked', {
        message: `This record waits for a person: ${claim.reason}`,
        nextStep: 'Resolve the effect at the hub (Desk, or MedSupply Hub: Effect, Resolve), then replay its event.',
        code: 'effect-parked',
      });
    case 'conflict':
      return refuse(claim.key, 'NeedsHuman', 'conflict', 'parked', {
        message:
          'The same version of this record was written with other content before ' +
          `(stored ${claim.storedFingerprint.slice(0, 12)}, now ${claim.givenFingerprint.slice(0, 12)})`,
        nextStep:
          'Nothing was written. Find out which content is right: a changed mapping or option, or two sources under one key. A newer version of the record is taken as usual.',
        code: 'fingerprint-conflict',
      });
  }
}

/** A right that ended, or nearly, before the write began: another run will have it. */
export function judgeExpired(key: string): Verdict {
  const reason = 'The time of the claim was nearly over before this record came to its turn';
  return {
    settling: { outcome: 'retry', reason },
    reporting: { outcome: 'released', reason, code: 'claim-expired' },
    failure: new Failure('RetryLater', reason, {
      nextStep: 'Nothing was written. Use smaller batches, more concurrency or a longer lease if this happens often.',
      code: 'claim-expired',
      ...extra(key, 'retry'),
    }),
  };
}

interface Refusal {
  readonly message: string;
  readonly nextStep: string;
  readonly code: string;
  readonly notBeforeMs?: number;
}

function refuse(
  key: string,
  recovery: Recovery,
  outcome: EffectFailureDetails['outcome'],
  report: EventReport['outcome'],
  { message, nextStep, code, notBeforeMs }: Refusal,
): Verdict {
  return {
    reporting: { outcome: report, reason: shorten(message), nextStep, code, notBeforeMs },
    failure: new Failure(recovery, message, {
      nextStep: `${nextStep}${notBeforeText(notBeforeMs)}`,
      code,
      ...extra(key, outcome, notBeforeMs),
    }),
  };
}

/** The failure of a write whose outcome is unknown, as the item shows it. */
export function unknownFailure(failure: Failure, key: string, notBeforeMs: number): Failure {
  return new Failure('OutcomeUnknown', `OUTCOME UNKNOWN: ${failure.message}`, {
    ...failure.details,
    nextStep: `It is looked for before anything is written again.${notBeforeText(notBeforeMs)}`,
    ...extra(key, 'unknown', notBeforeMs),
  });
}

function withOutcome(failure: Failure, key: string, outcome: EffectFailureDetails['outcome'], notBeforeMs?: number): Failure {
  return new Failure(failure.recovery, failure.message, { ...failure.details, ...extra(key, outcome, notBeforeMs) });
}

function extra(key: string, outcome: EffectFailureDetails['outcome'], notBeforeMs?: number): EffectFailureDetails {
  const time = notBeforeMs === undefined ? {} : { notBefore: new Date(notBeforeMs).toISOString() };
  return { effect: key, outcome, ...time };
}

function notBeforeText(notBeforeMs: number | undefined): string {
  return notBeforeMs === undefined ? '' : ` Not before ${new Date(notBeforeMs).toISOString()}.`;
}

function codeOf({ details, recovery }: Failure): string {
  return details.code?.slice(0, MAX_CODE_LENGTH) ?? recovery.replace(/(?<!^)[A-Z]/g, '-$&').toLowerCase();
}

function shortened(text: string | undefined): string | undefined {
  return text === undefined ? undefined : shorten(text);
}

function shorten(text: string): string {
  return text.length <= MAX_REASON_LENGTH ? text : `${text.slice(0, MAX_REASON_LENGTH - 1)}…`;
}
