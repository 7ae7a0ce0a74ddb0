import type {
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';
import { hubEndpoint } from '../nodes/shared/hub/endpoint';

/**
 * An API key of the hub. Choosing it in a node is what switches the hub on for that node: triggers then let the hub receive, and
 * writes are claimed and settled there.
 */
export class MedSupplyHubApi implements ICredentialType {
  name = 'medSupplyHubApi';

  displayName = 'MedSupply Hub API';

  documentationUrl = 'https://github.com/medsupply/n8n-nodes-medsupply/blob/main/docs/hub-nodes.md';

  icon = { light: 'file:../nodes/Hub/hub.svg', dark: 'file:../nodes/Hub/hub.dark.svg' } as const;

  properties: INodeProperties[] = [
    {
      displayName: 'URL',
      name: 'url',
      type: 'string',
      default: 'http://127.0.0.1:8788',
      required: true,
      placeholder: 'e.g. https://hub.example.com',
      description: 'Address of the private listener of the hub, as n8n reaches it; not the public address that platforms call',
    },
    {
      displayName: 'API Key',
      name: 'apiKey',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
      placeholder: 'msk_…',
      description:
        'A key with the scopes for n8n. The keys that sign pushes are made from it, so publish workflows again after a change.',
    },
    {
      displayName: 'Allow HTTP (Trusted Network Only)',
      name: 'allowHttp',
      type: 'boolean',
      default: false,
      description: 'Whether to allow plain HTTP to another machine: the API key and orders then travel unencrypted',
    },
  ];

  test: ICredentialTestRequest = {
    request: {
      method: 'GET',
      baseURL: '={{$credentials.url.trim().replace(/\\/+$/, "")}}',
      url: '/v1/sources',
    },
  };

  /** Adds the key, and refuses to add it to a request that goes anywhere but to the credential's own hub. */
  async authenticate(
    credentials: ICredentialDataDecryptedObject,
    requestOptions: IHttpRequestOptions,
  ): Promise<IHttpRequestOptions> {
    const endpoint = hubEndpoint({ url: String(credentials.url), allowHttp: credentials.allowHttp === true });
    if (!endpoint.ok) throw new Error(endpoint.reason);
    const target = `${requestOptions.baseURL ?? ''}${requestOptions.url}`;
    if (!URL.canParse(target) || !new URL(target).href.startsWith(`${endpoint.url}/`))
      throw new Error('The key of this credential is only sent to the hub that the credential names');
    return {
      ...requestOptions,
      // A redirect would carry the key to wherever it points.
      disableFollowRedirect: true,
      headers: { ...requestOptions.headers, Authorization: `Bearer ${String(credentials.apiKey).trim()}` },
    };
  }
}
