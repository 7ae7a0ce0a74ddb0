import type {
  ICredentialDataDecryptedObject,
  ICredentialTestRequest,
  ICredentialType,
  IHttpRequestHelper,
  IHttpRequestOptions,
  INodeProperties,
} from 'n8n-workflow';
import { trytonEndpoint } from '../nodes/Erp/systems/tryton/endpoint';
import { checkLoginName, loginBody, readLogin } from '../nodes/Erp/systems/tryton/login';

/** A sign-in takes a password hash and a session; longer than this means that the server does not answer at all. */
const SIGN_IN_TIMEOUT_MS = 30_000;

/**
 * A user of a Tryton database. n8n signs in with the password when there is no session or the ERP answers 401, keeps the
 * session in the encrypted credential, and sends only the session afterwards.
 */
export class MedSupplyTrytonApi implements ICredentialType {
  name = 'medSupplyTrytonApi';

  displayName = 'MedSupply Tryton API';

  documentationUrl = 'https://github.com/medsupply/n8n-nodes-medsupply/blob/main/docs/tryton.md';

  icon = { light: 'file:../nodes/Erp/erp.svg', dark: 'file:../nodes/Erp/erp.dark.svg' } as const;

  properties: INodeProperties[] = [
    {
      displayName: 'URL',
      name: 'url',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. https://erp.example.com',
      description: 'Address of the Tryton server, without the database',
    },
    {
      displayName: 'Database',
      name: 'database',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. erp',
    },
    {
      displayName: 'User',
      name: 'user',
      type: 'string',
      default: '',
      required: true,
      placeholder: 'e.g. connector',
      description: 'Login of a user that is no administrator and has the groups Sales, Party and Product',
    },
    {
      displayName: 'Password',
      name: 'password',
      type: 'string',
      typeOptions: { password: true },
      default: '',
      required: true,
    },
    {
      displayName: 'Allow HTTP (Trusted Network Only)',
      name: 'allowHttp',
      type: 'boolean',
      default: false,
      description: 'Whether to allow plain HTTP, this machine and IP addresses: password and orders then travel unencrypted',
    },
    {
      displayName: 'Session Token',
      name: 'sessionToken',
      type: 'hidden',
      typeOptions: { expirable: true, password: true },
      default: '',
    },
  ];

  test: ICredentialTestRequest = {
    request: {
      method: 'POST',
      baseURL: '={{$credentials.url.trim().replace(/\\/+$/, "")}}',
      url: '=/{{$credentials.database}}/',
      headers: { 'Content-Type': 'application/json' },
      body: { id: 1, method: 'model.res.user.get_preferences', params: [true, {}] },
    },
  };

  /** Signs in. Called by n8n when there is no session, and once more when the ERP answers 401. */
  async preAuthentication(
    this: IHttpRequestHelper,
    credentials: ICredentialDataDecryptedObject,
  ): Promise<{ sessionToken: string }> {
    const { url, user, password } = readCredentials(credentials);
    checkLoginName(user);
    const answer = (await this.helpers.httpRequest({
      method: 'POST',
      url,
      body: loginBody(user, password),
      headers: { 'Content-Type': 'application/json', Accept: 'application/json' },
      encoding: 'text',
      returnFullResponse: true,
      disableFollowRedirect: true,
      // A refused sign-in must not look like an ended session, or n8n would try the same password again.
      ignoreHttpStatusErrors: true,
      timeout: SIGN_IN_TIMEOUT_MS,
    })) as { readonly statusCode: number; readonly body: unknown };
    const body = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body ?? '');
    return { sessionToken: readLogin(user, answer.statusCode, body) };
  }

  /** Adds the session, and refuses to add it to a request that goes anywhere but to the credential's own database. */
  async authenticate(
    credentials: ICredentialDataDecryptedObject,
    requestOptions: IHttpRequestOptions,
  ): Promise<IHttpRequestOptions> {
    const { url } = readCredentials(credentials);
    const target = `${requestOptions.baseURL ?? ''}${requestOptions.url}`;
    if (!URL.canParse(target) || new URL(target).href !== url)
      throw new Error('The session of this credential is only sent to the database that the credential names');
    return {
      ...requestOptions,
      headers: { ...requestOptions.headers, Authorization: `Session ${String(credentials.sessionToken)}` },
    };
  }
}

function readCredentials(credentials: ICredentialDataDecryptedObject): {
  readonly url: string;
  readonly user: string;
  readonly password: string;
} {
  const { url, database, user, password, allowHttp } = credentials;
  const endpoint = trytonEndpoint({ url: String(url), database: String(database), allowHttp: allowHttp === true });
  if (!endpoint.ok) throw new Error(endpoint.reason);
  return { url: endpoint.url, user: String(user), password: String(password) };
}
