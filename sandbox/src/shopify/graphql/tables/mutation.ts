import type { ShopState } from '../../shopState';
import type { Subscription } from '../../webhooks/model';
import { isLoopback } from '../../webhooks/send';
import { topicOf } from '../../webhooks/topics';
import type { GraphContext } from '../context';
import { notImplemented } from '../errors';
import { parseGid } from '../gid';
import type { Args } from '../table';
import { listArg, table, textArg } from '../table';
import type { SubscriptionPayload } from './webhook';

const TAKEN = 'Address for this topic has already been taken';

export const mutation = table<undefined>({
  webhookSubscriptionCreate: [['topic', 'webhookSubscription'], (_source, args, context) => create(args, context)],
  webhookSubscriptionUpdate: [['id', 'webhookSubscription'], (_source, args, context) => update(args, context)],
  webhookSubscriptionDelete: [['id'], (_source, args, context) => remove(args, context)],
});

function create(args: Args, context: GraphContext): SubscriptionPayload {
  const { shop, clock, scopes, witness, apiVersion } = context;
  const name = textArg(args, 'topic') ?? '';
  const topic = topicOf(name);
  if (topic === undefined) throw notImplemented(`the webhook topic ${name}`);
  if (topic.scopes.length > 0 && !topic.scopes.some((scope) => scopes.has(scope))) {
    return refused(['topic'], `You do not have permission to create or update webhooks with ${topic.header} topic`);
  }
  const input = inputOf(args);
  const [addressField, uri] = addressOf(input);
  const problem = uri === undefined ? "Address can't be blank" : addressProblem(uri);
  if (uri === undefined || problem !== undefined) return refused(['webhookSubscription', addressField], problem ?? '');
  if (isTaken(shop, name, uri)) return refused(['webhookSubscription', addressField], TAKEN);

  const nowMs = clock.now();
  const subscription: Subscription = {
    id: shop.nextId('WebhookSubscription'),
    topic: name,
    uri,
    includeFields: includeFieldsOf(input) ?? [],
    name: textArg(input, 'name') ?? null,
    apiVersion,
    createdAtMs: nowMs,
    updatedAtMs: nowMs,
    consecutiveFailures: 0,
  };
  shop.subscriptions.set(subscription.id, subscription);
  witness.record(`webhookSubscription/${name}/${uri}`);
  return { subscription, userErrors: [] };
}

function update(args: Args, { shop, clock }: GraphContext): SubscriptionPayload {
  const subscription = shop.subscriptions.get(parseGid('WebhookSubscription', args['id']));
  if (subscription === undefined) return refused(['id'], 'Webhook subscription does not exist');
  const input = inputOf(args);
  const [addressField, uri = subscription.uri] = addressOf(input);
  const problem = addressProblem(uri);
  if (problem !== undefined) return refused(['webhookSubscription', addressField], problem);
  if (uri !== subscription.uri && isTaken(shop, subscription.topic, uri)) {
    return refused(['webhookSubscription', addressField], TAKEN);
  }
  subscription.uri = uri;
  subscription.includeFields = includeFieldsOf(input) ?? subscription.includeFields;
  subscription.name = textArg(input, 'name') ?? subscription.name;
  subscription.updatedAtMs = clock.now();
  return { subscription, userErrors: [] };
}

function remove(args: Args, { shop }: GraphContext): SubscriptionPayload {
  const subscription = shop.subscriptions.get(parseGid('WebhookSubscription', args['id']));
  if (subscription === undefined) return refused(['id'], 'Webhook subscription does not exist');
  shop.subscriptions.delete(subscription.id);
  return { subscription, userErrors: [] };
}

function inputOf(args: Args): Args {
  const input = (args['webhookSubscription'] ?? {}) as Args;
  for (const name of ['filter', 'metafieldNamespaces', 'metafields']) {
    if (input[name] !== undefined && input[name] !== null) throw notImplemented(`WebhookSubscriptionInput.${name}`);
  }
  if (input['format'] === 'XML') throw notImplemented('webhooks in XML');
  return input;
}

function addressOf(input: Args): readonly ['uri' | 'callbackUrl', string | undefined] {
  const uri = textArg(input, 'uri');
  if (uri !== undefined) return ['uri', uri];
  const callbackUrl = textArg(input, 'callbackUrl');
  return [callbackUrl === undefined ? 'uri' : 'callbackUrl', callbackUrl];
}

/** Shopify demands https; addresses of this machine may use http here, because nothing else could be reached offline. */
function addressProblem(uri: string): string | undefined {
  if (/^(pubsub|arn):/.test(uri)) throw notImplemented('webhooks to Pub/Sub or EventBridge');
  if (!URL.canParse(uri)) return 'Address is invalid';
  const { protocol } = new URL(uri);
  if (protocol === 'https:') return undefined;
  if (protocol === 'http:' && isLoopback(uri)) return undefined;
  return `Address protocol ${protocol}// is not supported`;
}

/** Only fields of the top level can be chosen here. */
function includeFieldsOf(input: Args): readonly string[] | undefined {
  const fields = listArg(input, 'includeFields');
  const nested = fields?.find((field) => field.includes('.'));
  if (nested !== undefined) throw notImplemented(`the nested includeFields entry ${nested}`);
  return fields;
}

function isTaken(shop: ShopState, topic: string, uri: string): boolean {
  return [...shop.subscriptions.values()].some((other) => other.topic === topic && other.uri === uri);
}

function refused(field: readonly string[], message: string): SubscriptionPayload {
  return { subscription: null, userErrors: [{ field, message }] };
}
