/** What the hub answers when it refuses (RFC 9457), and what the page says when the hub does not answer at all. */
export interface Problem {
  readonly status: number;
  /** Last part of the type: `signed-out`, `unreachable` … */
  readonly code: string;
  readonly detail: string;
  readonly nextStep?: string;
}

export class Refused extends Error {
  constructor(readonly problem: Problem) {
    super(problem.detail);
  }
}

let token = '';
let onSignedOut: () => void = () => undefined;

/** The token that requests which change something carry. */
export function setToken(value: string): void {
  token = value;
}

/** Called when a session has ended while the page was open. */
export function whenSignedOut(listener: () => void): void {
  onSignedOut = listener;
}

/** Asks the Desk's API. @param background true for what the page asks for by itself: it keeps nobody signed in */
export async function ask<Answer>(path: string, background = false): Promise<Answer> {
  return await send<Answer>('GET', path, undefined, background);
}

/** Changes something. @throws Refused */
export async function act<Answer>(method: 'POST' | 'DELETE', path: string, body?: object): Promise<Answer> {
  return await send<Answer>(method, path, body, false);
}

async function send<Answer>(method: string, path: string, body: object | undefined, background: boolean): Promise<Answer> {
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') headers['x-desk-token'] = token;
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (background) headers['x-desk-background'] = '1';
  const init: RequestInit = {
    method,
    headers,
    credentials: 'same-origin',
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  };
  const answer = await fetch(`api${path}`, init).catch(() => undefined);
  if (answer === undefined) throw new Refused({ status: 0, code: 'unreachable', detail: 'The hub does not answer.' });
  const parsed: unknown = answer.status === 204 ? undefined : await answer.json().catch(() => undefined);
  if (answer.ok) return parsed as Answer;
  const problem = problemOf(answer.status, parsed);
  if (problem.code === 'signed-out') onSignedOut();
  throw new Refused(problem);
}

function problemOf(status: number, parsed: unknown): Problem {
  const { type, detail, nextStep } = (parsed ?? {}) as { type?: unknown; detail?: unknown; nextStep?: unknown };
  return {
    status,
    code: typeof type === 'string' ? (type.split('/').pop() ?? '') : 'unreachable',
    detail: typeof detail === 'string' ? detail : `The hub answered ${status}.`,
    ...(typeof nextStep === 'string' ? { nextStep } : {}),
  };
}

/** A query string from what is given and not empty. */
export function query(values: Readonly<Record<string, string | number | undefined>>): string {
  const filled = Object.entries(values).filter(
    (entry): entry is [string, string | number] => entry[1] !== undefined && entry[1] !== '',
  );
  return filled.length === 0 ? '' : `?${new URLSearchParams(filled.map(([name, value]) => [name, String(value)])).toString()}`;
}
