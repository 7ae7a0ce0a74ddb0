import type { HttpAnswer } from '../../faults';
import { ConcurrencyError, LoginRequiredError, NotSimulatedError, UserError, UserWarningError } from '../errors';
import type { Value } from '../values/value';
import { encodeWire } from '../values/wire';
import { errorPage } from './pages';
import type { RpcRequest } from './request';

/** The answer that carries a result. */
export function resultAnswer(request: RpcRequest, result: Value, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  if (!request.isJson) return errorPage(500);
  const encoded = encodeWire(result);
  return json(request.hasExactKeys ? { id: encodeWire(request.id), result: encoded } : encoded, headers);
}

/**
 * The answer that carries an error: HTTP 200 with an `error` list for a request with exactly the three keys, else a page with
 * the status of the error's kind. What the sandbox lacks is always HTTP 501, which the real system never sends.
 */
export function errorAnswer(request: RpcRequest, error: Error): HttpAnswer {
  if (error instanceof NotSimulatedError)
    return { status: 501, headers: { 'content-type': 'text/plain; charset=utf-8' }, body: error.message };
  if (!request.isJson || !request.isObject) return errorPage(500);
  if (request.hasExactKeys) return json({ id: encodeWire(request.id), error: encodeWire(errorList(error)) });
  const { status, text } = errorStatus(error);
  return errorPage(status, text);
}

function errorList(error: Error): Value {
  if (error instanceof UserError) return ['UserError', [error.message, '', error.domain]];
  if (error instanceof UserWarningError) return ['UserWarning', [error.warningName, error.message, '']];
  if (error instanceof ConcurrencyError) return ['ConcurrencyException', error.message];
  if (error instanceof LoginRequiredError) return ['LoginException', [error.parameter, error.message, error.parameter]];
  return [error.message, ''];
}

function errorStatus(error: Error): { status: number; text: string } {
  if (error instanceof UserError) return { status: 400, text: `${error.message} - ` };
  if (error instanceof UserWarningError) return { status: 409, text: `${error.message} - ` };
  if (error instanceof ConcurrencyError) return { status: 423, text: error.message };
  if (error instanceof LoginRequiredError) {
    const { parameter, message } = error;
    return { status: 403, text: `('LoginException', ('${parameter}', '${message}', '${parameter}'))` };
  }
  return { status: 500, text: error.message };
}

function json(value: unknown, headers: Readonly<Record<string, string>> = {}): HttpAnswer {
  return { status: 200, headers: { 'content-type': 'application/json', ...headers }, body: JSON.stringify(value) };
}
