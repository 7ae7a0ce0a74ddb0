import type { FailureDetails } from '../../../../../core/failure';
import { describeShape, Failure } from '../../../../../core/failure';
import { redact } from './redact';
import type { TransportAnswer } from './transport';

/** Whether a call can change something: a lost answer to a read is harmless. */
export type Access = 'read' | 'write';

export const SYSTEM = 'Tryton';

/** Codes of failures that code below the node reacts to. */
export const CODE = {
  /** Two transactions met; nothing was stored; the same call may be sent again at once. */
  conflict: 'conflict',
  /** Refused before anything was read: the same call may be sent again after a while. */
  busy: 'busy',
  /** The record was changed since its timestamp was read; nothing was stored; it has to be read again. */
  stale: 'stale',
  /** A rule of the ERP or a missing right. */
  userError: 'UserError',
  /** The ERP asks a question. */
  userWarning: 'UserWarning',
  /** A field or model that this database does not have. */
  unknownName: 'unknown-name',
  serverError: 'ServerError',
  /** The answer to a read was lost or unreadable: reading again is harmless. */
  noAnswer: 'no-answer',
} as const;

/** A question of the ERP: answered through `model.res.user.warning` when it is on the list, a failure otherwise. */
export class UserWarning extends Failure {
  constructor(
    /** Name of the question; its beginning says the kind, the rest names records. */
    readonly warningName: string,
    message: string,
  ) {
    super('NeedsHuman', `The ERP asks a question: ${redact(message)}`, {
      system: SYSTEM,
      code: CODE.userWarning,
      nextStep: `Settle it in the ERP, or add the beginning of the question's name (${kindOf(warningName)}) to Accepted Warnings if yes is always right.`,
    });
  }
}

/**
 * The part of a warning's name that holds no record: `shipment_out_no_carrier` of `shipment_out_no_carrier_stock.shipment.out,5`
 * and of `shipment_out_no_carrier_5`.
 */
function kindOf(warningName: string): string {
  const [letters = ''] = /^[A-Za-z][A-Za-z_]*/.exec(warningName) ?? [];
  const modelFollows = warningName.charAt(letters.length) === '.';
  const kind = modelFollows ? letters.slice(0, letters.lastIndexOf('_')) : letters.replace(/_+$/, '');
  return kind === '' ? 'unnamed' : kind;
}

/** The failure for a request that brought no JSON answer, or `undefined` when there is an answer to read. */
export function transportFailure(answer: TransportAnswer, access: Access): Failure | undefined {
  switch (answer.kind) {
    case 'refused':
      return answer.failure;
    case 'unreachable':
      return new Failure('RetryLater', 'The ERP cannot be reached', {
        system: SYSTEM,
        code: answer.code,
        nextStep: 'Nothing was sent. Check the URL of the credential and that the ERP runs, then run the item again.',
      });
    case 'lost':
      return lostAnswer(access, `No answer came from the ERP (${answer.code})`, {});
    case 'answer':
      return statusFailure(answer.status, answer.retryAfterMs, access);
  }
}

function lostAnswer(access: Access, message: string, details: FailureDetails): Failure {
  const all = { ...details, system: SYSTEM, code: CODE.noAnswer };
  if (access === 'read') return new Failure('RetryLater', message, all);
  return new Failure('OutcomeUnknown', `${message}; it is not known whether it was stored`, all);
}

function statusFailure(status: number, retryAfterMs: number | undefined, access: Access): Failure | undefined {
  if (status === 200) return undefined;
  const details = { system: SYSTEM, httpStatus: status };
  if (status >= 500) return lostAnswer(access, `The ERP or a proxy before it failed (HTTP ${status})`, details);
  switch (status) {
    case 401:
      return new Failure('NeedsHuman', 'The ERP does not accept the sign-in', {
        ...details,
        nextStep: 'Check user, password and database of the credential, and that the user is active.',
      });
    case 403:
      return new Failure('NeedsHuman', 'The ERP does not offer the method that was called', {
        ...details,
        nextStep: 'Check that the modules sale, party and product are active and that the server is a Tryton 6.0.',
      });
    case 404:
      return new Failure('NeedsHuman', 'The ERP has no such database', {
        ...details,
        nextStep: 'Check the database name and the URL of the credential.',
      });
    case 409:
    case 423:
      return conflict(details);
    case 429:
      return new Failure('RetryLater', 'The ERP refuses further requests for now', { ...details, code: CODE.busy, retryAfterMs });
    default:
      return new Failure('NeedsHuman', `The ERP refused the request (HTTP ${status})`, {
        ...details,
        nextStep: 'Check the URL of the credential: it must be the address of the Tryton server itself, without redirects.',
      });
  }
}

function conflict(details: FailureDetails): Failure {
  return new Failure('RetryLater', 'The ERP was busy with the same record', { ...details, code: CODE.conflict });
}

/** The failure for an answer that is not JSON or has neither result nor error. */
export function unreadableAnswer(body: string, access: Access): Failure {
  return lostAnswer(access, `The ERP's answer cannot be read (${describeShape(body)})`, {});
}

/** Texts by which the databases under Tryton say that a transaction gave way to another; nothing was stored. */
const CONFLICT_TEXT = /database (?:table )?is locked|could not serialize access|deadlock detected|could not obtain lock/i;
/** A Python KeyError: nothing but a quoted identifier. */
const KEY_ERROR = /^'([A-Za-z_][\w.]{0,80})'$/;

/** The failure for `{"error": [...]}`. Tryton sends it with HTTP 200 and the transaction rolled back. */
export function errorFailure(error: unknown): Failure {
  const [kind, payload] = Array.isArray(error) ? (error as readonly unknown[]) : [String(error), ''];
  const parts = Array.isArray(payload) ? (payload as readonly unknown[]).map(String) : [String(payload)];
  const details = { system: SYSTEM };
  switch (kind) {
    case 'UserError':
      return new Failure('NeedsHuman', `The ERP refused: ${redact(parts[0] ?? '')}`, {
        ...details,
        code: CODE.userError,
        nextStep:
          'Correct the record or the rights of the user in the ERP, then run the item again. Nothing was stored by this step.',
      });
    case 'UserWarning':
      return new UserWarning(parts[0] ?? '', parts[1] ?? '');
    case 'ConcurrencyException':
      return new Failure('RetryLater', 'The record was changed in the ERP meanwhile', { ...details, code: CODE.stale });
    case 'LoginException':
      return new Failure('NeedsHuman', 'The ERP asks for another kind of sign-in', {
        ...details,
        code: 'LoginException',
        nextStep: 'Use a user that signs in with a password alone.',
      });
    default:
      return exceptionFailure(String(kind));
  }
}

function exceptionFailure(text: string): Failure {
  if (CONFLICT_TEXT.test(text)) return conflict({ system: SYSTEM });
  if (/^Database '.*' doesn't exist!$/.test(text)) return statusFailure(404, undefined, 'read') ?? conflict({});
  const name = KEY_ERROR.exec(text)?.[1];
  if (name !== undefined) {
    return new Failure('NeedsHuman', `The ERP does not know the name ${name}`, {
      system: SYSTEM,
      code: CODE.unknownName,
      record: name,
      nextStep: 'A module that this operation needs is not active, or the server is not a Tryton 6.0.',
    });
  }
  // The text of a Python exception can quote any value of the record, so only its size is shown.
  return new Failure('NeedsHuman', `The ERP had an internal error (${describeShape(text)})`, {
    system: SYSTEM,
    code: CODE.serverError,
    nextStep: 'Nothing was stored by this step. The log of the ERP holds the full text.',
  });
}
