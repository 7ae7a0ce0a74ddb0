import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import type { HttpAnswer } from '../../faults';
import type { Bucket } from '../graphql/bucket';
import type { GraphContext } from '../graphql/context';
import type { GraphRequest } from '../graphql/execute';
import { answerGraph } from '../graphql/execute';
import { errorAnswer, jsonAnswer } from './answers';
import type { Tokens } from './tokens';

/** What the endpoint decides before the request may run; nothing is stored yet. */
export type Admission =
  | { readonly ok: true; readonly request: GraphRequest; readonly faultKey: string }
  | { readonly ok: false; readonly answer: HttpAnswer };

export function admit(headers: IncomingHttpHeaders, body: Buffer, tokens: Tokens): Admission {
  const token = headers['x-shopify-access-token'];
  if (!tokens.isValid(typeof token === 'string' ? token : undefined)) {
    return refuse(
      errorAnswer(401, '[API] Invalid API key or access token (unrecognized login or wrong password)', {
        'www-authenticate': 'Basic Realm="Shopify API Authentication"',
      }),
    );
  }
  if (!(headers['content-type'] ?? '').startsWith('application/json')) {
    return refuse(errorAnswer(415, 'Unsupported Media Type: send application/json'));
  }
  let parsed: unknown;
  try {
    parsed = JSON.parse(body.toString('utf8'));
  } catch {
    return refuse(errorAnswer(400, 'Bad Request: the body is not JSON'));
  }
  const request = readRequest(parsed);
  if (request === undefined) {
    return refuse(jsonAnswer(400, { errors: { query: 'Required parameter missing or invalid' } }));
  }
  return { ok: true, request, faultKey: createHash('sha256').update(body).digest('hex') };
}

export async function answerAdmitted(
  request: GraphRequest,
  context: GraphContext,
  bucket: Bucket,
  headers: Readonly<Record<string, string>>,
): Promise<HttpAnswer> {
  return jsonAnswer(200, await answerGraph(request, context, bucket), headers);
}

function refuse(answer: HttpAnswer): Admission {
  return { ok: false, answer };
}

function readRequest(parsed: unknown): GraphRequest | undefined {
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  const { query, variables, operationName } = parsed as Record<string, unknown>;
  if (typeof query !== 'string' || query === '') return undefined;
  const isObject = typeof variables === 'object' && variables !== null && !Array.isArray(variables);
  if (variables !== undefined && variables !== null && !isObject) return undefined;
  return {
    query,
    variables: isObject ? (variables as Record<string, unknown>) : {},
    operationName: typeof operationName === 'string' ? operationName : undefined,
  };
}
