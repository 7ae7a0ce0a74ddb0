/** What a validator says about the first thing that does not fit. */
export interface ValidationError {
  readonly keyword: string;
  readonly instancePath: string;
  readonly params: Readonly<Record<string, unknown>>;
  readonly message?: string;
}

/**
 * Where a request breaks its schema.
 * @returns a JSON pointer (RFC 6901) and a phrase that follows it; no value of the request is in it
 */
export function pointerOf(error: ValidationError | undefined): { readonly pointer: string; readonly what: string } {
  if (error === undefined) return { pointer: '', what: 'is not as described' };
  const { keyword, instancePath, params, message = 'is not as described' } = error;
  if (keyword === 'required') return { pointer: `${instancePath}/${escape(params['missingProperty'])}`, what: 'is missing' };
  if (keyword === 'additionalProperties' || keyword === 'unevaluatedProperties') {
    const name = params['additionalProperty'] ?? params['unevaluatedProperty'];
    return { pointer: `${instancePath}/${escape(name)}`, what: 'is not known here' };
  }
  if (keyword === 'enum' && Array.isArray(params['allowedValues'])) {
    return { pointer: instancePath, what: `must be one of ${params['allowedValues'].join(', ')}` };
  }
  return { pointer: instancePath, what: message };
}

/** A name that the caller chose: cut, so that an answer cannot be made large with it. */
function escape(name: unknown): string {
  return String(name).slice(0, 100).replaceAll('~', '~0').replaceAll('/', '~1');
}
