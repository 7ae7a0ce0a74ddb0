import Fastify, { type FastifyInstance } from 'fastify';
import { sourcesRoutes } from '../../src/sources';
import { makeValidatorCompiler } from '../../src/http/validators';
import { sendProblem } from '../../src/http/baseApp';
import '../../src/http/fastify';
import { describeStores } from '../support/databases';
import { actor, push, registration, subscription } from '../intake/support/parts';
import { reception, type ReceptionUnderTest } from '../intake/support/reception';

describeStores('the routes of sources', (open) => {
  let hub: ReceptionUnderTest;
  let app: FastifyInstance;
  let asked: string[];

  beforeEach(async () => {
    hub = await reception(await open());
    asked = [];
    app = Fastify();
    app.setValidatorCompiler(makeValidatorCompiler());
    app.setErrorHandler((error, request, reply) => sendProblem(error, request, reply, hub.log, 'private'));
    app.decorateRequest('actor', null as unknown as typeof actor);
    app.decorate('requireScope', (scope) => (request, _reply, done) => {
      asked.push(scope);
      request.actor = actor;
      done();
    });
    await app.register(async (scope) => await sourcesRoutes(scope, { sources: hub.sources }));
  });
  afterEach(async () => {
    await app.close();
    await hub.app.close();
  });

  it('register, show, list and take back a source', async () => {
    const put = await app.inject({ method: 'PUT', url: '/v1/sources/wf%2F1', payload: registration() });
    expect(put.statusCode).toBe(200);
    const source = put.json<{ id: string; intakeUrl: string }>();
    expect(source.id).toBe('wf/1');
    expect((await app.inject({ method: 'GET', url: '/v1/sources/wf%2F1' })).json()).toEqual(source);
    expect((await app.inject({ method: 'GET', url: '/v1/sources' })).json()).toEqual({ sources: [source] });
    expect((await app.inject({ method: 'DELETE', url: '/v1/sources/wf%2F1' })).statusCode).toBe(204);
    expect((await app.inject({ method: 'DELETE', url: '/v1/sources/wf%2F1' })).statusCode).toBe(204);
    expect((await app.inject({ method: 'GET', url: '/v1/sources/wf%2F1' })).json()).toEqual({ ...source, active: false });
    expect(asked).toEqual(['sources:write', 'events:read', 'events:read', 'sources:write', 'sources:write', 'events:read']);
    expect(put.body).not.toMatch(/current secret|push/);
  });

  it('subscribe and unsubscribe', async () => {
    const put = await app.inject({ method: 'PUT', url: '/v1/subscriptions/recovery', payload: subscription() });
    expect([put.statusCode, put.json()]).toEqual([200, { id: 'recovery' }]);
    expect((await app.inject({ method: 'DELETE', url: '/v1/subscriptions/recovery' })).statusCode).toBe(204);
    expect(asked).toEqual(['sources:write', 'sources:write']);
  });

  it('answer 404 with a next step for a source that is not there', async () => {
    const answer = await app.inject({ method: 'GET', url: '/v1/sources/nobody' });
    expect(answer.statusCode).toBe(404);
    expect(answer.json()).toMatchObject({ title: 'Not Found', nextStep: expect.any(String) as string });
  });

  it.each([
    ['no topics', registration({ topics: [] }), '/topics'],
    ['no secret', registration({ secrets: [] }), '/secrets'],
    ['a batch size of 0', registration({ push: push({ batchSize: 0 }) }), '/push/batchSize'],
    ['an address with a password', registration({ push: push({ url: 'https://a:b@c.example.com' }) }), '/push/url'],
    ['a member that nobody knows', { ...registration(), surprise: 1 }, ''],
  ])('answer 400 with a pointer to %s', async (_what, payload, pointer) => {
    const answer = await app.inject({ method: 'PUT', url: '/v1/sources/shop-1', payload });
    expect(answer.statusCode).toBe(400);
    expect(answer.json<{ pointer: string }>().pointer).toContain(pointer);
    expect(answer.headers['content-type']).toContain('application/problem+json');
  });

  it('take no id with control characters', async () => {
    expect((await app.inject({ method: 'PUT', url: '/v1/sources/a%0Ab', payload: registration() })).statusCode).toBe(400);
  });
});
