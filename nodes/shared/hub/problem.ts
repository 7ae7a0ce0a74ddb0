import type { FailureDetails } from '../../../core/failure';
import { Failure } from '../../../core/failure';

/** Name of the hub in errors. */
export const HUB = 'MedSupply Hub';

const MAX_TEXT_LENGTH = 400;

/** An answer of the hub that is not 2xx. */
export interface ProblemAnswer {
  readonly status: number;
  /** Parsed body; problem+json (RFC 9457) when the hub itself answered. */
  readonly problem: unknown;
  readonly retryAfterMs?: number;
}

/**
 * What to do after a refusal of the hub. The hub writes `detail` and `nextStep` for people and without values; a body of anybody
 * else (a proxy, say) is never shown.
 */
export function problemFailure({ status, problem, retryAfterMs }: ProblemAnswer): Failure {
  const said = readProblem(problem);
  const details: FailureDetails = { system: HUB, httpStatus: status, code: said.code, nextStep: said.nextStep };
  switch (status) {
    case 401:
      return new Failure('NeedsHuman', 'The hub does not accept the API key of the credential', {
        ...details,
        nextStep:
          'Make a key with "medsupply hub key create --name n8n --preset n8n" and enter it in the credential; keys can expire and be revoked.',
      });
    case 403:
      return new Failure('NeedsHuman', said.detail ?? 'The API key of the hub credential lacks a scope', {
        ...details,
        nextStep: said.nextStep ?? 'Give the key the scopes for n8n at the hub.',
      });
    case 404:
      return new Failure('NeedsHuman', said.detail ?? 'The hub does not know what was asked for', {
        ...details,
        nextStep: said.nextStep ?? 'Check the ID, and that the URL of the hub credential is the private address of the hub.',
      });
    case 400:
    case 413:
    case 415:
    case 422:
      return new Failure('BadMapping', `${said.detail ?? 'The hub refuses the request'}${said.pointer}`, {
        ...details,
        nextStep: said.nextStep ?? 'Correct the value that the message names.',
      });
    case 429:
    case 503:
      return new Failure('RetryLater', said.detail ?? 'The hub is too busy', { ...details, retryAfterMs });
    default:
      if (status >= 500) return new Failure('RetryLater', `The hub or a proxy before it failed (HTTP ${status})`, details);
      return new Failure('NeedsHuman', said.detail ?? `The hub refuses the request (HTTP ${status})`, {
        ...details,
        nextStep: said.nextStep ?? 'Check that the URL of the hub credential is the address of the hub itself.',
      });
  }
}

interface Said {
  readonly code?: string;
  readonly detail?: string;
  readonly nextStep?: string;
  readonly pointer: string;
}

function readProblem(problem: unknown): Said {
  if (typeof problem !== 'object' || problem === null) return { pointer: '' };
  const { type, detail, title, nextStep, pointer } = problem as Readonly<Record<string, unknown>>;
  // Only the hub's own problems are believed: their type says whose they are.
  const code = typeof type === 'string' ? /\/problems\/([a-z0-9-]{1,60})$/.exec(type)?.[1] : undefined;
  if (code === undefined) return { pointer: '' };
  const place = text(pointer);
  return {
    code,
    detail: text(detail) ?? text(title),
    nextStep: text(nextStep),
    pointer: place === undefined ? '' : ` (at ${place})`,
  };
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' && value !== '' ? value.slice(0, MAX_TEXT_LENGTH) : undefined;
}
