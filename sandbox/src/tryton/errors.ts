import type { Value } from './values/value';

/** A Python exception of the server: its text is the whole answer. */
export class PythonError extends Error {}

/** A rule of the business or an access right says no. */
export class UserError extends PythonError {
  constructor(
    message: string,
    /** For a value outside its field's domain: the domain and the definitions of its fields. */
    readonly domain: Value = null,
  ) {
    super(message);
  }
}

/** The server asks a question; the same call succeeds once a `res.user.warning` of that name exists. */
export class UserWarningError extends PythonError {
  constructor(
    readonly warningName: string,
    message: string,
  ) {
    super(message);
  }
}

/** Somebody else changed the record since its `_timestamp` was read. */
export class ConcurrencyError extends PythonError {
  constructor() {
    super('Records were modified in the meanwhile');
  }
}

/** The login needs a parameter that was not sent. */
export class LoginRequiredError extends PythonError {
  constructor(
    readonly parameter: string,
    message: string,
  ) {
    super(message);
  }
}

/** A dictionary has no such key: the usual answer to an unknown field or model. */
export class UnknownKeyError extends PythonError {
  constructor(key: string) {
    super(`'${key}'`);
  }
}

/** The real system knows this, the sandbox does not. It must never look like an answer of the real system. */
export class NotSimulatedError extends Error {
  constructor(what: string) {
    super(`the sandbox does not implement ${what}`);
  }
}
