import type { Exchange } from './peer';

/** An exchange whose answers differ, in the form in which they were compared. */
export interface Difference {
  readonly scenario: string;
  readonly label: string;
  readonly request: unknown;
  readonly real: string;
  readonly simulated: string;
}

/** An answer in the form in which it is compared, and what it answers. */
export interface ComparableAnswer {
  readonly label: string;
  readonly answer: string;
}

/** The recorded conversations with a real Tryton. */
export interface Recording {
  /** When the recording began, in milliseconds since 1970: business dates follow from it. */
  readonly recordedAtMs: number;
  readonly scenarios: { readonly [name: string]: readonly ComparableAnswer[] };
}

/** What is compared of a conversation: status, headers of the contract, and body of each answer. */
export function comparableAnswers(exchanges: readonly Exchange[]): ComparableAnswer[] {
  return exchanges.map(({ label, status, headers, body }) => ({
    label,
    answer: JSON.stringify(normalized({ status, headers, body })),
  }));
}

/** Compares a conversation with the simulator with the real one, answer by answer. */
export function compareAnswers(
  scenario: string,
  real: readonly ComparableAnswer[],
  simulated: readonly Exchange[],
): Difference[] {
  const own = comparableAnswers(simulated);
  const differences: Difference[] = [];
  for (let i = 0; i < Math.max(real.length, own.length); i++) {
    const [a, b] = [real[i]?.answer ?? 'no exchange', own[i]?.answer ?? 'no exchange'];
    if (a !== b)
      differences.push({
        scenario,
        label: (real[i] ?? own[i])?.label ?? '',
        request: simulated[i]?.request,
        real: a,
        simulated: b,
      });
  }
  return differences;
}

/** A difference for people. */
export function described({ scenario, label, request, real, simulated }: Difference): string {
  return `${scenario} / ${label}\n  request   ${JSON.stringify(request)?.slice(0, 300)}\n  real      ${real}\n  simulated ${simulated}`;
}

/**
 * Takes out what differs from run to run (session keys, times, the folder of the database) and the client-side field
 * definitions inside domain errors, of which only the names of the fields are compared. Keys are sorted.
 */
function normalized(value: unknown): unknown {
  if (typeof value === 'string') return normalizedText(value);
  if (Array.isArray(value)) return isDomainError(value) ? [value[0], withoutDefinitions(value[1])] : value.map(normalized);
  if (typeof value !== 'object' || value === null) return value;
  if ((value as { __class__?: unknown }).__class__ === 'datetime') return '<datetime>';
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, item]) => [key, key === '_timestamp' ? '<timestamp>' : normalized(item)]),
  );
}

function normalizedText(text: string): string {
  return text.replace(/\b[0-9a-f]{64}\b/g, '<session>').replace(/Database '[^']*\/(\w+\.sqlite)'/g, "Database '<folder>/$1'");
}

function isDomainError(
  list: readonly unknown[],
): list is readonly [string, readonly [unknown, unknown, readonly [unknown, object]]] {
  const [kind, detail] = list;
  return kind === 'UserError' && Array.isArray(detail) && Array.isArray(detail[2]) && detail[2].length === 2;
}

function withoutDefinitions([message, description, [domain, fields]]: readonly [
  unknown,
  unknown,
  readonly [unknown, object],
]): unknown {
  return [message, description, [normalized(domain), Object.keys(fields).sort()]];
}
