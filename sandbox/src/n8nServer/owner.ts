export interface Owner {
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly password: string;
}

/** A signed-in session of n8n's own API. */
export interface Session {
  get(path: string): Promise<unknown>;
}

/** Creates the owner account of a fresh n8n; an n8n that has one is left as it is. */
export async function setUpOwner(url: string, owner: Owner): Promise<void> {
  const response = await post(`${url}/rest/owner/setup`, owner);
  if (response.ok || response.status === 400) return;
  throw new Error(`n8n did not take the owner account: HTTP ${response.status}`);
}

/** Signs in as the owner. The browser id has to be the same in every request of a session. */
export async function signIn(url: string, { email, password }: Owner): Promise<Session> {
  const headers = { 'browser-id': 'medsupply-sandbox' };
  const response = await post(`${url}/rest/login`, { emailOrLdapLoginId: email, password }, headers);
  const cookie = response.headers
    .getSetCookie()
    .map((text) => text.split(';')[0])
    .join('; ');
  if (!response.ok || cookie === '') throw new Error(`n8n refused the sign-in: HTTP ${response.status}`);
  return {
    get: async (path) => {
      const answer = await fetch(`${url}${path}`, { headers: { ...headers, cookie } });
      if (!answer.ok) throw new Error(`n8n answered HTTP ${answer.status} to ${path}`);
      return ((await answer.json()) as { data: unknown }).data;
    },
  };
}

async function post(url: string, body: object, headers: Readonly<Record<string, string>> = {}): Promise<Response> {
  return await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  });
}
