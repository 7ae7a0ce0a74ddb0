import { openHub, type TestHub } from './openHub';

let hub: TestHub;
beforeAll(async () => {
  hub = await openHub();
});
afterAll(async () => await hub.end());

/** An address that the pattern takes. */
function addressOf(url: string): string {
  return url.replaceAll(/:\w+/g, '1').replaceAll('*', 'index.html');
}

test('no private route answers on the public listener, whatever key is shown', async () => {
  expect(hub.privateRoutes.length).toBeGreaterThan(20);
  for (const { method, url } of hub.privateRoutes) {
    const options = { method: method as 'GET', url: addressOf(url), ...(method === 'GET' ? {} : { payload: {} }) };
    for (const headers of [{}, hub.headers]) {
      const answer = await hub.publicApp.inject({ ...options, headers });
      expect([method, url, answer.statusCode]).toEqual([method, url, 404]);
      expect(answer.json()).toEqual({
        type: 'https://medsupply.dev/problems/unknown-route',
        title: 'Not Found',
        status: 404,
        detail: 'There is no such route',
      });
    }
  }
});

test('the intake does not answer on the private listener', async () => {
  expect(hub.privateRoutes.filter(({ url }) => url.startsWith('/intake'))).toEqual([]);
  expect((await hub.privateApp.inject({ method: 'POST', url: '/intake/abc', payload: {} })).statusCode).toBe(404);
});

test('every route under /v1 asks for a key and its scope before it reads what is sent', async () => {
  const { text } = await hub.parts.access.create('nothing', ['metrics:read'], { kind: 'hub', id: 'test' });
  const without = { authorization: `Bearer ${text}` };
  const routes = hub.privateRoutes.filter(({ url }) => url.startsWith('/v1/'));
  expect(routes.length).toBeGreaterThan(20);
  for (const { method, url, scope } of routes) {
    // Neither JSON nor anything else that the route takes.
    const options = { method: method as 'GET', url: addressOf(url), ...(method === 'GET' ? {} : { payload: '{"half' }) };
    const type = { 'content-type': 'application/json' };
    const stranger = await hub.privateApp.inject({ ...options, headers: type });
    expect([method, url, stranger.statusCode]).toEqual([method, url, 401]);
    const refused = await hub.privateApp.inject({ ...options, headers: { ...type, ...without } });
    expect([method, url, refused.statusCode, refused.json<{ scope?: string }>().scope]).toEqual([method, url, 403, scope]);
  }
});

test('the routes without a key are those for machines that watch, the description, and the Desk', () => {
  const open = hub.privateRoutes.filter(({ scope }) => scope === undefined).map(({ url }) => url);
  const others = open.filter((url) => !url.startsWith('/desk'));
  expect([...new Set(others)].sort()).toEqual(['/healthz', '/metrics', '/openapi.json', '/readyz']);
});
