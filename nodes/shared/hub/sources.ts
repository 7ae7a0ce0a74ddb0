import { isFailure } from '../../../core/failure';
import type { NewEvent, RegisteredSource, SourceRegistration, StoredEvent, SubscriptionRegistration } from '../../../core/hub';
import type { HubClient } from './client';

const pathOf = (collection: 'sources' | 'subscriptions', id: string): string => `/v1/${collection}/${encodeURIComponent(id)}`;

/** Registers a source or renews its registration: secrets, topics and push target are those given now. */
export async function registerSource(client: HubClient, id: string, registration: SourceRegistration): Promise<RegisteredSource> {
  return await client.call({ method: 'PUT', path: pathOf('sources', id), body: registration, repeatable: true });
}

/** A source that was registered before; `undefined` when the hub does not know it. */
export async function findSource(client: HubClient, id: string): Promise<RegisteredSource | undefined> {
  try {
    return await client.call<RegisteredSource>({ method: 'GET', path: pathOf('sources', id) });
  } catch (error) {
    return passUnknown(error);
  }
}

/** Every source that the hub knows, active or not. */
export async function listSources(client: HubClient): Promise<readonly RegisteredSource[]> {
  const { sources } = await client.call<{ sources: readonly RegisteredSource[] }>({ method: 'GET', path: '/v1/sources' });
  return sources;
}

/** Takes a registration back; one that the hub does not know counts as taken back. */
export async function deactivateSource(client: HubClient, id: string): Promise<void> {
  await remove(client, pathOf('sources', id));
}

/** Subscribes to hub events or renews the subscription. */
export async function subscribeToHub(client: HubClient, id: string, registration: SubscriptionRegistration): Promise<void> {
  await client.call({ method: 'PUT', path: pathOf('subscriptions', id), body: registration, repeatable: true });
}

/** Ends a subscription; one that the hub does not know counts as ended. */
export async function unsubscribeFromHub(client: HubClient, id: string): Promise<void> {
  await remove(client, pathOf('subscriptions', id));
}

async function remove(client: HubClient, path: string): Promise<void> {
  try {
    await client.call({ method: 'DELETE', path, repeatable: true });
  } catch (error) {
    passUnknown(error);
  }
}

function passUnknown(error: unknown): undefined {
  if (isFailure(error) && error.details.httpStatus === 404 && error.details.code !== undefined) return undefined;
  throw error;
}

/** Stores a delivery that a trigger received and verified by itself. The same delivery twice is stored once. */
export async function storeEvent(client: HubClient, { body, ...event }: NewEvent): Promise<StoredEvent> {
  return await client.call({
    method: 'POST',
    path: '/v1/events',
    body: { ...event, bodyBase64: Buffer.from(body).toString('base64') },
    repeatable: true,
  });
}
