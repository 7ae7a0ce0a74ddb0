import type { HttpAnswer } from '../../faults';

export function jsonAnswer(status: number, body: unknown, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return { status, headers: { 'content-type': 'application/json; charset=utf-8', ...headers }, body: JSON.stringify(body) };
}

/** Outside GraphQL, Shopify's `errors` is a string, not a list. */
export function errorAnswer(status: number, errors: string, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return jsonAnswer(status, { errors }, headers);
}
