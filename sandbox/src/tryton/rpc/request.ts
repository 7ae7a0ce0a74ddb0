import { decodeWire } from '../values/wire';
import { isObject, type Value } from '../values/value';

/** The body of a request as far as the server understands it. */
export interface RpcRequest {
  /** False when the content type is not JSON: then the server does not look at the body at all. */
  readonly isJson: boolean;
  /** False when the body is a JSON list or a plain value. */
  readonly isObject: boolean;
  /** True when the body has the keys id, method and params and no other: only then errors come in the answer's body. */
  readonly hasExactKeys: boolean;
  readonly id: Value;
  /** Undefined when the body is unreadable or has none. */
  readonly method: string | undefined;
  readonly params: Value | undefined;
}

/** Reads the body; never throws, an unreadable body simply has no method. */
export function readRequest(contentType: string, body: string): RpcRequest {
  const isJson = contentType.includes('json');
  const parsed = isJson ? parse(body) : undefined;
  const object = isObject(parsed) ? parsed : undefined;
  const keys = Object.keys(object ?? {})
    .sort()
    .join();
  return {
    isJson,
    isObject: parsed === undefined || object !== undefined,
    hasExactKeys: keys === 'id,method,params',
    id: object?.id ?? null,
    method: typeof object?.method === 'string' ? object.method : undefined,
    params: object?.params,
  };
}

function parse(body: string): Value | undefined {
  try {
    return decodeWire(JSON.parse(body));
  } catch {
    return undefined; // also for a date that does not exist, or a Decimal that is none
  }
}
