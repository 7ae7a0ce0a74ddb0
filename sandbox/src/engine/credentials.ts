import type {
  ICredentialDataDecryptedObject,
  ICredentialsHelper,
  IHttpRequestHelper,
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';
import type { N8n } from './n8n';
import type { Registry } from './nodeTypes';

export type CredentialData = Readonly<Record<string, ICredentialDataDecryptedObject>>;

/**
 * Stands for the n8n server's credentials helper: n8n-core calls it to read, refresh and apply credentials.
 * Tokens that `preAuthentication` fetches are kept, as the server keeps them in the credential.
 */
export function createCredentialsHelper({ workflow }: N8n, registry: Registry, data: CredentialData): ICredentialsHelper {
  const stored = new Map<string, ICredentialDataDecryptedObject>(
    Object.entries(data).map(([type, values]) => [type, withDefaults(registry, type, values)]),
  );

  const refresh = async (
    helpers: IHttpRequestHelper,
    credentials: ICredentialDataDecryptedObject,
    typeName: string,
  ): Promise<ICredentialDataDecryptedObject | undefined> => {
    const type = registry.credentialType(typeName);
    if (type.preAuthentication === undefined) return undefined;
    const fetched = (await type.preAuthentication.call(helpers, credentials)) as ICredentialDataDecryptedObject;
    const merged = { ...credentials, ...fetched };
    stored.set(typeName, merged);
    return merged;
  };

  const helper: Omit<ICredentialsHelper, never> = {
    getParentTypes: (name) => parentTypes(registry, name),
    isCredentialUsableByNode: () => true,
    getCredentialsProperties: (name) => registry.credentialType(name).properties,
    async getDecrypted(_additionalData, _nodeCredentials, type) {
      const values = stored.get(type);
      if (values === undefined) throw new workflow.UserError(`The engine was given no credential of type "${type}"`);
      return { ...values };
    },
    async getCredentials() {
      throw new workflow.UnexpectedError('The in-process engine holds credentials in memory only');
    },
    async preAuthentication(helpers, credentials, typeName, _node, credentialsExpired) {
      const expirable = registry.credentialType(typeName).properties.find((property) => property.typeOptions?.expirable === true);
      if (expirable === undefined) return undefined;
      // Another item may have refreshed the token already: the server reads it from the stored credential.
      const current = stored.get(typeName)?.[expirable.name];
      const given = credentials[expirable.name];
      if (!credentialsExpired && given !== '' && given !== undefined) return undefined;
      if (credentialsExpired && current !== given && current !== '' && current !== undefined)
        return { ...credentials, [expirable.name]: current };
      return await refresh(helpers, credentials, typeName);
    },
    runPreAuthentication: refresh,
    async authenticate(credentials, typeName, requestOptions) {
      const { authenticate } = registry.credentialType(typeName);
      if (authenticate === undefined) return requestOptions as IHttpRequestOptions;
      if (typeof authenticate === 'function') return await authenticate(credentials, requestOptions as IHttpRequestOptions);
      return applyGeneric(
        authenticate.properties as Readonly<Record<string, unknown>>,
        credentials,
        requestOptions as IHttpRequestOptions,
      );
    },
    async updateCredentials() {},
    async updateCredentialsOauthTokenData() {},
  };
  return helper as ICredentialsHelper;
}

function parentTypes(registry: Registry, name: string): string[] {
  const { extends: parents = [] } = registry.credentialType(name);
  return [...parents];
}

function withDefaults(registry: Registry, type: string, values: ICredentialDataDecryptedObject): ICredentialDataDecryptedObject {
  const defaults = registry.credentialType(type).properties.map((property: INodeProperties) => [property.name, property.default]);
  return { ...(Object.fromEntries(defaults) as ICredentialDataDecryptedObject), ...values };
}

/** Applies the declarative form: only `={{$credentials.name}}` and texts around it, as this pack's credentials use. */
function applyGeneric(
  properties: Readonly<Record<string, unknown>>,
  credentials: ICredentialDataDecryptedObject,
  options: IHttpRequestOptions,
): IHttpRequestOptions {
  const result: Record<string, unknown> = { ...options };
  for (const [part, entries] of Object.entries(properties)) {
    const filled = Object.fromEntries(
      Object.entries(entries as Record<string, string>).map(([key, text]) => [key, fill(text, credentials)]),
    );
    result[part] = { ...(result[part] as object | undefined), ...filled };
  }
  return result as unknown as IHttpRequestOptions;
}

function fill(text: string, credentials: ICredentialDataDecryptedObject): string {
  if (!text.startsWith('=')) return text;
  return text.slice(1).replace(/\{\{\s*\$credentials\.(\w+)\s*\}\}/g, (_whole, name: string) => String(credentials[name] ?? ''));
}
