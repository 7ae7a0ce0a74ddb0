import type {
  ICredentialDataDecryptedObject,
  ICredentialType,
  IDataObject,
  IExecuteFunctions,
  IHookFunctions,
  IHttpRequestOptions,
  INode,
  INodeExecutionData,
  IWebhookFunctions,
  JsonObject,
} from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { FakeHttp, FakeResponse } from './fakeHttp';
import { statusError } from './fakeHttp';

type Parameters = Readonly<Record<string, unknown>>;

/** What a test decides about a node; everything else has harmless defaults. */
export interface FakeNode {
  /** Node parameters; a function may give other values for each item. */
  readonly parameters?: Parameters | ((itemIndex: number) => Parameters);
  /** Decrypted credentials by type name. */
  readonly credentials?: Readonly<Record<string, ICredentialDataDecryptedObject>>;
  /** The credential classes, so that requests are signed and tokens renewed as n8n does it. */
  readonly credentialTypes?: readonly ICredentialType[];
  readonly http?: FakeHttp;
  readonly node?: Partial<INode>;
  readonly workflow?: { readonly id?: string; readonly name?: string; readonly active?: boolean };
  readonly timezone?: string;
}

export interface LogLine {
  readonly level: 'debug' | 'info' | 'warn' | 'error';
  readonly message: string;
  readonly details: unknown;
}

/** Members that all fake contexts share, and what a test may look at afterwards. */
function common(fake: FakeNode) {
  const log: LogLine[] = [];
  const write = (level: LogLine['level']) => (message: string, details?: unknown) => void log.push({ level, message, details });
  const node: INode = {
    id: 'node-1',
    name: 'Node',
    type: 'n8n-nodes-medsupply.test',
    typeVersion: 1,
    position: [0, 0],
    parameters: {},
    ...fake.node,
  };
  const workflow = { id: 'workflow-1', name: 'Workflow', active: true, ...fake.workflow };
  const staticData: IDataObject = {};
  const parameter = (name: string, itemIndex: number, fallback: unknown): unknown => {
    const parameters = typeof fake.parameters === 'function' ? fake.parameters(itemIndex) : (fake.parameters ?? {});
    const value = name.split('.').reduce<unknown>((at, key) => (at as Parameters | undefined)?.[key], parameters);
    if (value !== undefined) return value;
    if (fallback !== undefined) return fallback;
    throw new NodeOperationError(node, `Could not get parameter "${name}"`);
  };
  const getCredentials = async (type: string): Promise<ICredentialDataDecryptedObject> => {
    const credential = fake.credentials?.[type];
    if (credential === undefined) throw new NodeOperationError(node, `Node does not have any credentials set for "${type}"`);
    return credential;
  };
  return {
    parameter,
    log,
    members: {
      getNode: () => node,
      getWorkflow: () => workflow,
      getTimezone: () => fake.timezone ?? 'Asia/Shanghai',
      getInstanceId: () => 'instance-1',
      getWorkflowStaticData: () => staticData,
      getCredentials,
      logger: { debug: write('debug'), info: write('info'), warn: write('warn'), error: write('error') },
      helpers: requestHelpers(fake, node, getCredentials),
    },
  };
}

/** n8n's request helpers: status errors, signing by the credential, one new token on 401, errors wrapped as NodeApiError. */
function requestHelpers(fake: FakeNode, node: INode, getCredentials: (type: string) => Promise<ICredentialDataDecryptedObject>) {
  const httpRequest = async (options: IHttpRequestOptions): Promise<unknown> => {
    if (fake.http === undefined) throw new Error('This test allows no request');
    const response = await fake.http.send(options);
    const status = response.status ?? 200;
    if (!accepts(options, status)) throw statusError(response, options);
    const body = bodyOf(response, options);
    return options.returnFullResponse ? { statusCode: status, headers: response.headers ?? {}, body } : body;
  };

  const httpRequestWithAuthentication = async (type: string, options: IHttpRequestOptions): Promise<unknown> => {
    const credentialType = fake.credentialTypes?.find(({ name }) => name === type);
    const credential = { ...(await getCredentials(type)) };
    const expirable = credentialType?.properties.find(({ typeOptions }) => typeOptions?.expirable === true)?.name;
    const renew = async (): Promise<void> => {
      const renewed = await credentialType?.preAuthentication?.call({ helpers: { httpRequest } } as never, credential);
      Object.assign(credential, renewed);
    };
    const sign = async (): Promise<IHttpRequestOptions> => {
      const { authenticate } = credentialType ?? {};
      return typeof authenticate === 'function' ? await authenticate(credential, { ...options }) : options;
    };
    try {
      if (expirable !== undefined && credential[expirable] === '') await renew();
      return await httpRequest(await sign());
    } catch (error) {
      const status = (error as { response?: { status?: number } }).response?.status;
      if (status !== 401) throw new NodeApiError(node, error as JsonObject);
    }
    try {
      await renew();
      return await httpRequest(await sign());
    } catch (error) {
      throw new NodeApiError(node, error as JsonObject);
    }
  };

  return {
    httpRequest,
    // n8n calls it with `this` bound to the context; the fake does not need it.
    httpRequestWithAuthentication,
    returnJsonArray: (json: IDataObject | IDataObject[]) =>
      (Array.isArray(json) ? json : [json]).map((entry) => ({ json: entry })),
    constructExecutionMetaData: (data: INodeExecutionData[], { itemData }: { itemData: unknown }) =>
      data.map((entry) => ({ ...entry, pairedItem: itemData })),
  };
}

function accepts({ ignoreHttpStatusErrors: ignore }: IHttpRequestOptions, status: number): boolean {
  if (status >= 200 && status < 300) return true;
  if (ignore === true) return true;
  return typeof ignore === 'object' && !ignore.except.includes(status);
}

function bodyOf(response: FakeResponse, { encoding }: IHttpRequestOptions): unknown {
  const text = typeof response.body === 'string' ? response.body : JSON.stringify(response.body ?? '');
  if (encoding === 'text') return text;
  if (encoding === 'arraybuffer') return Buffer.from(text);
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return text;
  }
}

/** What `execute()` of a node sees. */
export function executeContext(
  fake: FakeNode & { readonly items?: readonly IDataObject[]; readonly continueOnFail?: boolean } = {},
): IExecuteFunctions & { readonly log: readonly LogLine[] } {
  const { parameter, log, members } = common(fake);
  const items = (fake.items ?? [{}]).map((json): INodeExecutionData => ({ json }));
  const context = {
    ...members,
    log,
    getInputData: () => items,
    getNodeParameter: (name: string, itemIndex: number, fallback?: unknown) => parameter(name, itemIndex, fallback),
    continueOnFail: () => fake.continueOnFail ?? false,
    getMode: () => 'manual',
    getExecutionId: () => '7',
  };
  return context as unknown as IExecuteFunctions & { readonly log: readonly LogLine[] };
}

/** What `checkExists`, `create` and `delete` of a trigger see. */
export function hookContext(
  fake: FakeNode & { readonly webhookUrl?: string; readonly mode?: 'trigger' | 'manual' } = {},
): IHookFunctions & { readonly log: readonly LogLine[] } {
  const { parameter, log, members } = common(fake);
  const context = {
    ...members,
    log,
    getNodeParameter: (name: string, fallback?: unknown) => parameter(name, 0, fallback),
    getNodeWebhookUrl: () => fake.webhookUrl ?? 'https://n8n.example.com/webhook/abc',
    getMode: () => fake.mode ?? 'trigger',
    getActivationMode: () => 'activate',
    getWebhookName: () => 'default',
  };
  return context as unknown as IHookFunctions & { readonly log: readonly LogLine[] };
}

/** The answer that a webhook wrote itself. */
export interface FakeReply {
  statusCode: number;
  body: unknown;
  ended: boolean;
  /** Ends the exchange as the web server would: `close` listeners run. */
  close(outcome: { readonly statusCode: number; readonly finished?: boolean }): void;
}

export interface FakeRequest {
  readonly headers?: Readonly<Record<string, string>>;
  /** The bytes that arrived; left out, the request has no raw body. */
  readonly rawBody?: Buffer;
}

/** What `webhook()` of a trigger sees; `reply` shows what it answered. */
export function webhookContext(
  fake: FakeNode & { readonly request?: FakeRequest; readonly mode?: 'webhook' | 'manual' } = {},
): IWebhookFunctions & { readonly log: readonly LogLine[]; readonly reply: FakeReply } {
  const { parameter, log, members } = common(fake);
  const closeListeners: (() => void)[] = [];
  const response = {
    statusCode: 200,
    writableFinished: false,
    status(code: number) {
      reply.statusCode = code;
      return response;
    },
    end(body?: unknown) {
      reply.body = body;
      reply.ended = true;
      return response;
    },
    once(event: string, listener: () => void) {
      if (event === 'close') closeListeners.push(listener);
      return response;
    },
  };
  const reply: FakeReply = {
    statusCode: 0,
    body: undefined,
    ended: false,
    close({ statusCode, finished = true }) {
      response.statusCode = statusCode;
      response.writableFinished = finished;
      for (const listener of closeListeners) listener();
    },
  };
  const headers = Object.fromEntries(
    Object.entries(fake.request?.headers ?? {}).map(([name, value]) => [name.toLowerCase(), value]),
  );
  const context = {
    ...members,
    log,
    reply,
    getNodeParameter: (name: string, fallback?: unknown) => parameter(name, 0, fallback),
    getHeaderData: () => headers,
    getRequestObject: () => ({ headers, rawBody: fake.request?.rawBody }),
    getResponseObject: () => response,
    getBodyData: () => ({}),
    getMode: () => fake.mode ?? 'webhook',
    getWebhookName: () => 'default',
  };
  return context as unknown as IWebhookFunctions & { readonly log: readonly LogLine[]; readonly reply: FakeReply };
}
