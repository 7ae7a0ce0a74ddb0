import type { FastifyInstance, LightMyRequestResponse } from 'fastify';

const ORIGIN = 'http://desk.test';

/** A browser in miniature: keeps the cookie and the token, and sends the origin. */
export class DeskClient {
  cookie = '';
  token = '';

  constructor(private readonly app: FastifyInstance) {}

  async signIn(name: string, password: string, headers: Readonly<Record<string, string>> = {}): Promise<LightMyRequestResponse> {
    const answer = await this.send('POST', '/desk/api/session', { name, password }, { 'x-desk-token': '', ...headers });
    if (answer.statusCode === 200) this.token = answer.json<{ token: string }>().token;
    return answer;
  }

  async get(url: string, headers: Readonly<Record<string, string>> = {}): Promise<LightMyRequestResponse> {
    return await this.app.inject({ method: 'GET', url, headers: { host: 'desk.test', cookie: this.cookie, ...headers } });
  }

  async send(
    method: 'POST' | 'DELETE',
    url: string,
    payload?: object,
    headers: Readonly<Record<string, string | undefined>> = {},
  ): Promise<LightMyRequestResponse> {
    const all: Record<string, string | undefined> = {
      host: 'desk.test',
      origin: ORIGIN,
      cookie: this.cookie,
      'x-desk-token': this.token,
      ...headers,
    };
    const sent = Object.fromEntries(Object.entries(all).filter((entry): entry is [string, string] => entry[1] !== undefined));
    const answer = await this.app.inject({ method, url, payload, headers: sent });
    const cookie = answer.headers['set-cookie'];
    if (typeof cookie === 'string') this.cookie = cookie.split(';')[0] ?? '';
    return answer;
  }
}
