import type { IHookFunctions } from 'n8n-workflow';
import type { LeasedEvent } from '../../../core/hub';
import { HubTrigger } from '../../../nodes/Hub/HubTrigger.node';
import { MedSupplyHubApi } from '../../../credentials/MedSupplyHubApi.credentials';
import { FakeHttp } from '../../support/fakeHttp';
import { FakeHub, hubCredential } from '../../support/fakeHub';
import type { FakeNode, FakeRequest } from '../../support/n8nContext';
import { hookContext, webhookContext } from '../../support/n8nContext';

const { checkExists, create, delete: remove } = new HubTrigger().webhookMethods.default;
const ADDRESS = 'https://n8n.example.com/webhook/hub';

function trigger(kinds: readonly string[] = ['event.unfinished'], credential = hubCredential) {
  const hub = new FakeHub();
  const fake: FakeNode = {
    parameters: { kinds },
    http: new FakeHttp((request) => hub.respond(request)),
    credentialTypes: [new MedSupplyHubApi()],
    credentials: { medSupplyHubApi: credential },
    node: { name: 'Unfinished Events', credentials: { medSupplyHubApi: { id: '1', name: 'Hub' } } },
    workflow: { id: 'w-2', name: '02 Order recovery' },
  };
  const call = async (method: (this: IHookFunctions) => Promise<boolean>, mode: 'trigger' | 'manual' = 'trigger') =>
    await method.call(hookContext({ ...fake, mode, webhookUrl: ADDRESS }));
  const receive = async (request: FakeRequest) => {
    const context = webhookContext({ ...fake, request });
    return { context, answer: await new HubTrigger().webhook.call(context) };
  };
  return { hub, call, receive, id: () => [...hub.subscriptions.keys()][0] ?? '' };
}

const event: LeasedEvent = {
  id: '17',
  lease: '17.2.ff',
  attempt: 2,
  leaseUntilMs: 0,
  source: 'source-1',
  deliveryId: 'd-1',
  topic: 'orders/create',
  businessKey: 'shopify/a.myshopify.com/order/1',
  version: '1',
  receivedAtMs: 0,
  headers: {},
  body: '{"id":820982911946154508}',
};

test('publishing subscribes under one id, and again with every publication', async () => {
  const { hub, call } = trigger();
  expect(await call(checkExists)).toBe(false);
  await call(create);
  await call(create);
  expect([...hub.subscriptions.values()]).toMatchObject([
    { kinds: ['event.unfinished'], push: { url: ADDRESS, batchSize: 50 }, workflow: { id: 'w-2', node: 'Unfinished Events' } },
  ]);
});

test('listening in the editor subscribes apart and leaves the published subscription alone', async () => {
  const { hub, call } = trigger();
  await call(create);
  await call(create, 'manual');
  expect(hub.subscriptions.size).toBe(2);
  await call(remove, 'manual');
  expect(hub.subscriptions.size).toBe(1);
});

test('withdrawing ends the subscription', async () => {
  const { hub, call } = trigger();
  await call(create);
  expect(await call(remove)).toBe(true);
  expect(hub.subscriptions.size).toBe(0);
});

test('a trigger without kinds does not activate', async () => {
  await expect(trigger([]).call(create)).rejects.toThrow('no kind');
});

test('an unfinished event has the item of its own trigger, so that the same nodes can follow', async () => {
  const { hub, call, receive, id } = trigger();
  await call(create);
  const { answer } = await receive(hub.push(id(), [event]));
  expect(answer.workflowData).toEqual([
    [
      {
        json: {
          topic: 'orders/create',
          shop: 'a.myshopify.com',
          deliveryId: 'd-1',
          eventId: null,
          triggeredAt: null,
          apiVersion: null,
          version: '1',
          payload: { id: '820982911946154508' },
          hubEvent: { id: '17', lease: '17.2.ff', attempt: 2 },
        },
      },
    ],
  ]);
});

test('a notice becomes an item that says what it is about', async () => {
  const { hub, call, receive, id } = trigger(['source.silent']);
  await call(create);
  const notice = { kind: 'source.silent' as const, at: '2026-11-22T10:00:00Z', subject: { source: 's-1' } };
  const { answer } = await receive(hub.push(id(), [], [notice]));
  expect(answer.workflowData).toEqual([[{ json: notice }]]);
});

test.each<[string, (request: FakeRequest) => FakeRequest]>([
  [
    'of one byte more',
    ({ headers, rawBody }) => ({ headers, rawBody: Buffer.concat([rawBody ?? Buffer.of(), Buffer.from(' ')]) }),
  ],
  ['without a signature', ({ rawBody }) => ({ rawBody })],
  ['without its bytes', ({ headers }) => ({ headers })],
])('a push %s is answered with 401, an empty body and no run', async (_title, change) => {
  const { hub, call, receive, id } = trigger();
  await call(create);
  const { context, answer } = await receive(change(hub.push(id(), [event])));
  expect(answer).toEqual({ noWebhookResponse: true });
  expect(context.reply).toMatchObject({ statusCode: 401, body: undefined, ended: true });
});

test('a signed body that is no batch is answered with 400', async () => {
  const { hub, call, receive, id } = trigger();
  await call(create);
  const { context } = await receive(hub.push(id(), null as never));
  expect(context.reply.statusCode).toBe(400);
});

test('a credential that cannot be used lets nothing in', async () => {
  const { receive } = trigger(['event.unfinished'], { ...hubCredential, apiKey: '' });
  const { context } = await receive({ rawBody: Buffer.from('{}'), headers: {} });
  expect(context.reply.statusCode).toBe(401);
});
