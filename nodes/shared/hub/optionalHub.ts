import type { IExecuteFunctions, IHookFunctions, ILoadOptionsFunctions, INode, IWebhookFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { Failure } from '../../../core/failure';
import { HubClient } from './client';
import { hubEndpoint } from './endpoint';
import { HUB_CREDENTIAL } from './hubCredential';
import { HUB } from './problem';
import { hubTransport } from './transport';

/** Contexts from which the hub is called. */
export type HubContext = IExecuteFunctions | IHookFunctions | IWebhookFunctions | ILoadOptionsFunctions;

/** A hub that a node was given. */
export interface ConnectedHub {
  readonly client: HubClient;
  /** API key of the credential: the keys that sign pushes are made from it. It goes nowhere else. */
  readonly apiKey: string;
}

/** One connection per execution of a node. */
const connections = new WeakMap<object, Promise<ConnectedHub>>();

/** Whether the node has a hub credential. */
export function hasHub(node: INode): boolean {
  return node.credentials?.[HUB_CREDENTIAL] !== undefined;
}

/** The hub of the node; `undefined` when no hub credential is chosen: then the node works as if there were none. */
export async function optionalHub(context: HubContext): Promise<ConnectedHub | undefined> {
  return hasHub(context.getNode()) ? await hubOf(context) : undefined;
}

/**
 * The hub of a node that cannot do without.
 * @throws Failure when the credential cannot be used
 */
export async function hubOf(context: HubContext): Promise<ConnectedHub> {
  const known = connections.get(context);
  if (known !== undefined) return await known;
  const opened = open(context);
  connections.set(context, opened);
  return await opened;
}

async function open(context: HubContext): Promise<ConnectedHub> {
  const { url, allowHttp, apiKey } = await context.getCredentials(HUB_CREDENTIAL);
  const endpoint = hubEndpoint({ url: String(url ?? ''), allowHttp: allowHttp === true });
  if (!endpoint.ok) throw unusable(endpoint.reason);
  const key = typeof apiKey === 'string' ? apiKey.trim() : '';
  if (key === '') throw unusable('The hub credential has no API key');
  return { client: new HubClient(hubTransport(context, endpoint.url), { sleep }), apiKey: key };
}

function unusable(reason: string): Failure {
  return new Failure('NeedsHuman', reason, { system: HUB, nextStep: 'Open the MedSupply Hub credential and correct it.' });
}
