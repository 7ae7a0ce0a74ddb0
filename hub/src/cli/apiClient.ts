import axios, { AxiosError, type AxiosInstance, type AxiosResponse } from 'axios';
import type { Command } from 'commander';
import { CommandFailure } from './commandFailure';
import { UsageError } from './usageError';

export interface ApiOptions {
  readonly url?: string;
  readonly key?: string;
}

const TIMEOUT_MS = 30_000;
const KEY_VARIABLE = 'MEDSUPPLY_HUB_API_KEY';

/** Adds the options that name a running hub. */
export function withHub(command: Command): Command {
  return command
    .option('--url <address>', "the running hub's private listener, e.g. http://127.0.0.1:8788")
    .option('--key <key>', `API key (better in the variable ${KEY_VARIABLE}: other programs can read a command line)`);
}

/**
 * Asks a running hub. An answer that is not 2xx becomes a sentence from its problem document; the key is never shown.
 */
export class ApiClient {
  private readonly http: AxiosInstance;

  /** @throws UsageError without a usable address and key */
  constructor({ url, key = process.env[KEY_VARIABLE] }: ApiOptions) {
    if (url === undefined || !/^https?:\/\/[^\s]+$/.test(url))
      throw new UsageError('--url names the hub, e.g. http://127.0.0.1:8788');
    if (key === undefined || key === '')
      throw new UsageError(`The hub needs an API key: --key, or the variable ${KEY_VARIABLE}.`);
    this.http = axios.create({
      baseURL: url.replace(/\/+$/, ''),
      timeout: TIMEOUT_MS,
      // A key must not follow a redirect to another host, nor go through a proxy that the environment names by chance.
      maxRedirects: 0,
      headers: { authorization: `Bearer ${key}` },
    });
  }

  async get<Answer>(path: string, query: Readonly<Record<string, unknown>> = {}): Promise<Answer> {
    return (await asked(this.http.get<Answer>(path, { params: query }))).data;
  }

  async send<Answer>(method: 'put' | 'post', path: string, body?: unknown): Promise<Answer> {
    return (await asked(this.http.request<Answer>({ method, url: path, data: body }))).data;
  }

  /** The answer as a stream, without a limit of its time as a whole. */
  async stream(path: string, query: Readonly<Record<string, unknown>>): Promise<NodeJS.ReadableStream> {
    const answer = this.http.get<NodeJS.ReadableStream>(path, { params: query, responseType: 'stream', timeout: 0 });
    return (await asked(answer)).data;
  }
}

/** What the hub refused, with everything its problem document says. */
export class HubRefusal extends CommandFailure {
  constructor(
    readonly status: number,
    message: string,
    readonly problem: Readonly<Record<string, unknown>>,
  ) {
    super(message);
  }
}

async function asked<Answer>(answer: Promise<AxiosResponse<Answer>>): Promise<AxiosResponse<Answer>> {
  try {
    return await answer;
  } catch (error) {
    if (!(error instanceof AxiosError)) throw error;
    throw await refusalOf(error);
  }
}

async function refusalOf({ response, code }: AxiosError): Promise<CommandFailure> {
  if (response === undefined) return new CommandFailure(`The hub does not answer (${code ?? 'unknown reason'}).`);
  const problem = await problemOf(response.data);
  const { detail, nextStep } = problem;
  const text = typeof detail === 'string' ? detail : 'the answer has no explanation';
  return new HubRefusal(
    response.status,
    `The hub refuses (${response.status}): ${text}${typeof nextStep === 'string' ? ` ${nextStep}` : ''}`,
    problem,
  );
}

/** The problem document, also from a stream. */
async function problemOf(data: unknown): Promise<Readonly<Record<string, unknown>>> {
  if (typeof data !== 'object' || data === null) return {};
  if (!(Symbol.asyncIterator in data)) return data as Readonly<Record<string, unknown>>;
  const chunks: Buffer[] = [];
  for await (const chunk of data as AsyncIterable<Buffer>) chunks.push(chunk);
  try {
    return JSON.parse(Buffer.concat(chunks).toString('utf8')) as Readonly<Record<string, unknown>>;
  } catch {
    return {};
  }
}
