import type { IncomingHttpHeaders } from 'node:http';
import type { HttpAnswer } from '../../faults';
import { jsonAnswer } from './answers';
import { TOKEN_LIFE_SECONDS } from './tokens';
import type { Tokens } from './tokens';

/** `POST /admin/oauth/access_token`, client credentials grant: a form in, a token for 24 hours out. */
export function answerTokenRequest(
  headers: IncomingHttpHeaders,
  body: Buffer,
  tokens: Tokens,
  scopes: readonly string[],
): HttpAnswer {
  const type = headers['content-type'] ?? '';
  if (!type.startsWith('application/x-www-form-urlencoded')) return refused('invalid_request', 'The body must be a form');
  const form = new URLSearchParams(body.toString('utf8'));
  if (form.get('grant_type') !== 'client_credentials') {
    return refused('unsupported_grant_type', 'Only the client credentials grant is supported');
  }
  if (!tokens.knowsApp(form.get('client_id'))) {
    return refused('application_cannot_be_found', 'The application associated with the api key cannot be found');
  }
  if (!tokens.isSecret(form.get('client_secret'))) return refused('invalid_client', 'Missing or invalid client secret');
  return jsonAnswer(200, { access_token: tokens.issue(), scope: scopes.join(','), expires_in: TOKEN_LIFE_SECONDS });
}

function refused(error: string, description: string): HttpAnswer {
  return jsonAnswer(400, { error, error_description: description });
}
