import type { ICredentialDataDecryptedObject, IHttpRequestHelper, IHttpRequestOptions } from 'n8n-workflow';
import { MedSupplyTrytonApi } from '../../../../../credentials/MedSupplyTrytonApi.credentials';

const credentials: ICredentialDataDecryptedObject = {
  url: 'https://erp.example.com/',
  database: 'erp',
  user: 'connector',
  password: 's3cret-Passw0rd',
  allowHttp: false,
  sessionToken: 'dG9rZW4=',
};
const type = new MedSupplyTrytonApi();

function signIn(answer: { readonly statusCode: number; readonly body: unknown }, changes: ICredentialDataDecryptedObject = {}) {
  const sent: IHttpRequestOptions[] = [];
  const helper = {
    helpers: {
      httpRequest: async (options: IHttpRequestOptions) => {
        sent.push(options);
        return answer;
      },
    },
  } as unknown as IHttpRequestHelper;
  return { sent, done: type.preAuthentication.call(helper, { ...credentials, ...changes }) };
}

const session = 'a'.repeat(64);

test('signing in keeps login, user id and session for the header', async () => {
  const { sent, done } = signIn({ statusCode: 200, body: JSON.stringify({ id: 0, result: [2, session] }) });
  expect(await done).toEqual({ sessionToken: Buffer.from(`connector:2:${session}`).toString('base64') });
  expect(sent[0]).toMatchObject({
    url: 'https://erp.example.com/erp/',
    disableFollowRedirect: true,
    ignoreHttpStatusErrors: true,
  });
  expect(JSON.parse(String(sent[0]?.body))).toEqual({
    id: 0,
    method: 'common.db.login',
    params: ['connector', { password: 's3cret-Passw0rd' }, 'en'],
  });
});

test.each([
  [401, '<html>connector s3cret-Passw0rd</html>', /user and password/],
  [404, '', /no such database/],
  [200, JSON.stringify({ id: 0, error: ["Database '/srv/db/x.sqlite' doesn't exist!", ''] }), /no such database/],
  [200, JSON.stringify({ id: 0, error: ['LoginException', ['ip_address', 'x']] }), /unknown way/],
  [200, '<html>s3cret-Passw0rd</html>', /unknown way/],
  [200, JSON.stringify({ id: 0, result: [2] }), /unknown way/],
  [429, '', /too many have failed/],
  [502, 'bad gateway', /HTTP 502/],
  [302, '', /unknown way/],
])('HTTP %i at the sign-in says what to check and holds no secret', async (statusCode, body, message) => {
  const reason: unknown = await signIn({ statusCode, body }).done.catch((error: unknown) => error);
  expect(String(reason)).toMatch(message);
  expect(`${String(reason)} ${JSON.stringify(reason)}`).not.toMatch(/s3cret|srv/);
});

test.each([[''], ['a:b'], ['a\nb']])('the login %j is refused before anything is sent', async (user) => {
  const { sent, done } = signIn({ statusCode: 200, body: '' }, { user });
  await expect(done).rejects.toThrow('cannot be used');
  expect(sent).toHaveLength(0);
});

test.each<ICredentialDataDecryptedObject>([
  { url: 'http://erp.example.com' },
  { url: 'https://user:pw@erp.example.com' },
  { database: '../x' },
])('%j is refused before anything is sent', async (changes) => {
  const { sent, done } = signIn({ statusCode: 200, body: '' }, changes);
  await expect(done).rejects.toThrow();
  expect(sent).toHaveLength(0);
});

test('the session goes to the database of the credential', async () => {
  const options = await type.authenticate(credentials, { url: 'https://erp.example.com/erp/', headers: { Accept: 'x' } });
  expect(options.headers).toEqual({ Accept: 'x', Authorization: 'Session dG9rZW4=' });
  const tested = await type.authenticate(credentials, { baseURL: 'https://ERP.example.com', url: '/erp/' });
  expect(tested.headers?.Authorization).toBe('Session dG9rZW4=');
});

test.each([
  'https://evil.example.com/erp/',
  'https://erp.example.com/other/',
  'https://erp.example.com/erp/?x=1',
  'http://erp.example.com/erp/',
  'https://erp.example.com@evil.example.com/erp/',
  '/erp/',
])('the session never goes to %s', async (url) => {
  await expect(type.authenticate(credentials, { url })).rejects.toThrow('only sent to the database');
});

test('password and session are masked, and the session can expire', () => {
  const property = (name: string) => type.properties.find((candidate) => candidate.name === name);
  expect(property('password')?.typeOptions?.password).toBe(true);
  expect(property('sessionToken')).toMatchObject({ type: 'hidden', typeOptions: { expirable: true, password: true } });
});
