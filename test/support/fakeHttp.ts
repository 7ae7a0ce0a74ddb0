import type { IHttpRequestOptions } from 'n8n-workflow';

/** What a vendor answers in a test. `body` is sent as text; an object is written as JSON. */
export interface FakeResponse {
  readonly status?: number;
  readonly headers?: Readonly<Record<string, string>>;
  readonly body?: unknown;
}

/** A connection that breaks, with the code that Node would give. */
export interface BrokenConnection {
  readonly breaks: string;
}

export type FakeAnswer = FakeResponse | BrokenConnection;

export type Responder = (request: IHttpRequestOptions, count: number) => FakeAnswer | Promise<FakeAnswer>;

/**
 * Stands for the network: answers as told and remembers every request.
 * A list is answered in order, and one request too many fails the test; a function decides itself.
 */
export class FakeHttp {
  readonly requests: IHttpRequestOptions[] = [];

  constructor(private readonly answers: Responder | readonly FakeAnswer[]) {}

  async send(request: IHttpRequestOptions): Promise<FakeResponse> {
    this.requests.push(request);
    const count = this.requests.length;
    const answer = typeof this.answers === 'function' ? await this.answers(request, count) : this.answers[count - 1];
    if (answer === undefined) throw new Error(`The test answers ${count - 1} requests, this is one more: ${String(request.url)}`);
    if ('breaks' in answer) throw connectionError(answer.breaks, request);
    return answer;
  }
}

/** The error that axios raises when a connection breaks; like the real one it holds the request with its secrets. */
export function connectionError(code: string, request: IHttpRequestOptions): Error {
  return Object.assign(new Error(`connect ${code} ${String(request.url)}`), { name: 'AxiosError', code, config: request });
}

/** The error that axios raises for a status it was not told to accept. */
export function statusError(response: FakeResponse, request: IHttpRequestOptions): Error {
  const status = response.status ?? 200;
  return Object.assign(new Error(`Request failed with status code ${status}`), {
    name: 'AxiosError',
    code: status >= 500 ? 'ERR_BAD_RESPONSE' : 'ERR_BAD_REQUEST',
    config: request,
    response: { status, headers: response.headers ?? {}, data: response.body },
  });
}
