import type { IExecuteFunctions, IHookFunctions, IWebhookFunctions } from 'n8n-workflow';
import { sleep } from 'n8n-workflow';
import { Failure } from '../../../core/failure';
import type { CredentialType, ShopAccess } from '../access';
import { credentialTypes, shopAccess } from '../access';
import type { ApiVersion } from '../platform';
import { API_VERSIONS, DEFAULT_API_VERSION, shopify } from '../platform';
import type { ShopifyClient } from './client';
import { createClient } from './client';
import { createTransport } from './transport';

/** Contexts from which Shopify is called. */
export type ShopifyContext = IExecuteFunctions | IHookFunctions | IWebhookFunctions;

export interface Connected {
  readonly access: ShopAccess;
  readonly client: ShopifyClient;
}

/** One client per execution of a node: n8n hands every item the same context, and the items share the shop's points. */
const connections = new WeakMap<object, Promise<Connected>>();

/** Reads the credential chosen in the node and opens a client with the version chosen in the node. */
export async function connect(context: ShopifyContext): Promise<Connected> {
  const existing = connections.get(context);
  if (existing !== undefined) return await existing;
  const opened = open(context);
  connections.set(context, opened);
  return await opened;
}

/** Reads the credential chosen in the node. */
export async function accessOf(context: ShopifyContext): Promise<ShopAccess> {
  return shopAccess(await context.getCredentials(credentialTypeOf(context)));
}

async function open(context: ShopifyContext): Promise<Connected> {
  const credentialType = credentialTypeOf(context);
  const access = await accessOf(context);
  const version = versionOf(context);
  const client = createClient({
    send: createTransport(context as IExecuteFunctions, credentialType, access, version),
    version,
    secrets: access.secrets,
    sleep,
    now: () => Date.now(),
    random: () => Math.random(),
  });
  return { access, client };
}

function parameter(context: ShopifyContext, name: string, fallback: string): unknown {
  // Execute contexts take an item index before the fallback; the choice of account is the same for all items.
  if ('getInputData' in context) return context.getNodeParameter(name, 0, fallback);
  return context.getNodeParameter(name, fallback);
}

function credentialTypeOf(context: ShopifyContext): CredentialType {
  const chosen = credentialTypes.get(String(parameter(context, 'authentication', 'accessToken')));
  if (chosen !== undefined) return chosen;
  throw new Failure('NeedsHuman', 'The node has an unknown kind of authentication', {
    system: shopify.name,
    nextStep: 'Open the node and choose the authentication again.',
  });
}

/** The version chosen in the node. */
export function versionOf(context: ShopifyContext): ApiVersion {
  const chosen = parameter(context, 'apiVersion', DEFAULT_API_VERSION);
  const known = API_VERSIONS.find((version) => version === chosen);
  if (known !== undefined) return known;
  throw new Failure('NeedsHuman', 'The node asks for an API version that this pack does not support', {
    system: shopify.name,
    nextStep: `Choose one of ${API_VERSIONS.join(', ')} in the node.`,
  });
}
