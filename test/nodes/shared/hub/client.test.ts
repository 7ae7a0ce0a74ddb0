import { isFailure } from '../../../../core/failure';
import { MedSupplyHubApi } from '../../../../credentials/MedSupplyHubApi.credentials';
import { HubClient } from '../../../../nodes/shared/hub';
import { hubOf, optionalHub } from '../../../../nodes/shared/hub/optionalHub';
import { hubTransport } from '../../../../nodes/shared/hub/transport';
import type { Responder } from '../../../support/fakeHttp';
import { FakeHttp } from '../../../support/fakeHttp';
import { FakeHub, HUB_KEY, HUB_URL, hubCredential } from '../../../support/fakeHub';
import { executeContext } from '../../../support/n8nContext';

const chosen = { credentials: { medSupplyHubApi: { id: '1', name: 'Hub' } } };
const credentialTypes = [new MedSupplyHubApi()];

function contextWith(responder: Responder, credential = hubCredential) {
  const http = new FakeHttp(responder);
  const context = executeContext({ http, credentialTypes, credentials: { medSupplyHubApi: credential }, node: chosen });
  return { http, context };
}

/** A client that does not wait, and what it would have waited. */
function clientWith(responder: Responder) {
  const { http, context } = contextWith(responder);
  const waitsMs: number[] = [];
  const sleep = async (milliseconds: number) => void waitsMs.push(milliseconds);
  return { http, waitsMs, client: new HubClient(hubTransport(context, HUB_URL), { sleep }) };
}

const failureOf = async (work: Promise<unknown>) => {
  const error: unknown = await work.catch((thrown: unknown) => thrown);
  if (!isFailure(error)) throw new Error('no failure');
  return error;
};
const problem = (status: number, members: object = {}) => ({
  status,
  body: { type: 'https://medsupply.dev/problems/some-code', title: 'Title', status, detail: 'What happened', ...members },
});

test('a node without the credential has no hub, and nothing is asked', async () => {
  expect(await optionalHub(executeContext())).toBeUndefined();
});

test('a request carries the key and goes to the hub of the credential', async () => {
  const hub = new FakeHub();
  const { http, context } = contextWith((request) => hub.respond(request));
  const { client } = await hubOf(context);
  expect(await client.call({ method: 'GET', path: '/v1/sources' })).toEqual({ sources: [] });
  expect(http.requests[0]?.headers).toMatchObject({ Authorization: `Bearer ${HUB_KEY}`, 'X-MedSupply-Via': 'workflow-1/7/Node' });
  expect(http.requests[0]?.disableFollowRedirect).toBe(true);
});

test('the key is not sent to another host', async () => {
  const { authenticate } = new MedSupplyHubApi();
  for (const url of ['https://evil.example.com/v1/sources', `${HUB_URL}.evil.example/v1`, 'http://127.0.0.1:9/v1'])
    await expect(authenticate(hubCredential, { url })).rejects.toThrow('only sent to the hub');
});

test.each([
  ['no key', { ...hubCredential, apiKey: ' ' }, /no API key/],
  ['plain HTTP to another machine', { ...hubCredential, url: 'http://hub.example.com' }, /Allow HTTP/],
])('a credential with %s is refused before anything is sent', async (_title, credential, reason) => {
  const { http, context } = contextWith(() => ({ status: 200 }), credential);
  expect(await failureOf(hubOf(context))).toMatchObject({ recovery: 'NeedsHuman', message: expect.stringMatching(reason) });
  expect(http.requests).toEqual([]);
});

test.each([
  [400, 'BadMapping'],
  [401, 'NeedsHuman'],
  [403, 'NeedsHuman'],
  [404, 'NeedsHuman'],
  [409, 'NeedsHuman'],
  [413, 'BadMapping'],
  [422, 'BadMapping'],
  [429, 'RetryLater'],
  [500, 'RetryLater'],
  [503, 'RetryLater'],
])('HTTP %i means %s and says what to do', async (status, recovery) => {
  const { client } = clientWith(() => problem(status));
  const failure = await failureOf(client.call({ method: 'POST', path: '/v1/x', body: {} }));
  expect(failure).toMatchObject({ recovery, details: { httpStatus: status } });
});

test("the hub's own words, code, place and next step are handed on", async () => {
  const { client } = clientWith(() => problem(400, { pointer: '/push/url', nextStep: 'Use the production address.' }));
  expect(await failureOf(client.call({ method: 'PUT', path: '/v1/x', body: {} }))).toMatchObject({
    message: 'What happened (at /push/url)',
    details: { code: 'some-code', nextStep: 'Use the production address.' },
  });
});

test.each([
  ['an answer of somebody else', { status: 404, body: { detail: `token ${HUB_KEY}`, type: 'about:blank' } }],
  ['a page of a proxy', { status: 502, body: `<html>${HUB_KEY}</html>` }],
  ['a page with status 200', { status: 200, body: `<html>${HUB_KEY}</html>` }],
  ['a refused key', { status: 401, body: HUB_KEY }],
])('%s is never shown', async (_title, answer) => {
  const { client } = clientWith(() => answer);
  const failure = await failureOf(client.call({ method: 'POST', path: '/v1/x', body: { secret: HUB_KEY } }));
  expect(JSON.stringify([failure.message, failure.details, failure.stack])).not.toContain(HUB_KEY);
});

test('a hub that restarts is waited for, a little', async () => {
  const { client, waitsMs, http } = clientWith((_request, count) =>
    count < 3 ? { breaks: 'ECONNREFUSED' } : { status: 200, body: {} },
  );
  await client.call({ method: 'POST', path: '/v1/x', body: {} });
  expect(http.requests).toHaveLength(3);
  expect(waitsMs.reduce((sum, wait) => sum + wait, 0)).toBeLessThan(3_000);
});

test('a hub that stays away is reported as such', async () => {
  const { client, http } = clientWith(() => ({ breaks: 'ECONNREFUSED' }));
  const failure = await failureOf(client.call({ method: 'GET', path: '/v1/x' }));
  expect(failure).toMatchObject({
    recovery: 'RetryLater',
    message: 'The hub cannot be reached',
    details: { code: 'hub-unreachable' },
  });
  expect(http.requests).toHaveLength(4);
});

test.each([
  [true, 4],
  [false, 1],
])('a lost answer is asked for again only when that is safe (%s)', async (repeatable, requests) => {
  const { client, http } = clientWith(() => ({ breaks: 'ECONNRESET' }));
  const failure = await failureOf(client.call({ method: 'POST', path: '/v1/x', body: {}, repeatable }));
  expect(failure).toMatchObject({ recovery: 'RetryLater', message: 'No answer came from the hub' });
  expect(http.requests).toHaveLength(requests);
});
