import { randomBytes } from 'node:crypto';
import type { Clock } from '../contract';
import type { Backoff } from '../push/backoff';
import type { PushSender } from '../push/sender';
import type { KnownSubscription, SourceDirectory } from '../sources/directory';
import type { NoticeOutbox } from './outbox';

/** Longer than a push may take: another replica must not begin with notices that are on their way. */
const CLAIM_MS = 30_000;
const POLL_MS = 500;

/** `source` of a batch of notices: they come from the hub itself. */
export const NOTICE_SOURCE = 'hub';

export interface NoticePusherParts {
  readonly outbox: NoticeOutbox;
  readonly directory: Pick<SourceDirectory, 'subscriptions'>;
  readonly sender: PushSender;
  readonly backoff: Backoff;
  readonly clock: Clock;
}

/** Pushes notices to whoever subscribed, at least once each, in the order in which they were published as long as nothing fails. */
export class NoticePusher {
  constructor(private readonly parts: NoticePusherParts) {}

  /** Pushes what waits, one batch a subscription. @returns how long it may be left alone, in milliseconds */
  async turn(): Promise<number> {
    const { outbox, directory, backoff, clock } = this.parts;
    const waiting = new Set(await outbox.waiting(clock.now()));
    if (waiting.size === 0) return POLL_MS;
    const subscriptions = (await directory.subscriptions()).filter(({ id }) => waiting.has(id));
    const free = subscriptions.filter((subscription) => backoff.waitMs(targetOf(subscription), clock.now()) === 0);
    const pushed = await Promise.all(free.map(async (subscription) => await this.push(subscription)));
    return pushed.some((hasMore) => hasMore) ? 1 : POLL_MS;
  }

  /** @returns whether there may be more to push */
  private async push(subscription: KnownSubscription): Promise<boolean> {
    const { outbox, sender, backoff, clock } = this.parts;
    const { id, push } = subscription;
    const notices = await outbox.claim(id, push.batchSize, clock.now() + CLAIM_MS);
    if (notices.length === 0) return false;
    const outcome = await sender.send(push, {
      batch: `bat_${randomBytes(12).toString('hex')}`,
      source: NOTICE_SOURCE,
      events: [],
      notices: notices.map(({ kind, subject, publishedAtMs }) => ({ kind, at: new Date(publishedAtMs).toISOString(), subject })),
    });
    if (outcome === 'taken') {
      await outbox.remove(notices);
      backoff.succeeded(targetOf(subscription));
      return notices.length === push.batchSize;
    }
    const pauseMs = backoff.failed(targetOf(subscription), clock.now());
    await outbox.putBack(notices, clock.now() + pauseMs);
    return false;
  }
}

function targetOf({ id, push }: KnownSubscription): string {
  return `${id} ${push.url}`;
}
