import type { PushBatch } from '../../../core/hub';
import { refusalOfPush } from '../../../core/hub';
import type { Clock, Post } from '../../src/contract';

export interface Pushed {
  readonly url: string;
  readonly batch: PushBatch;
  /** Ids of its events. */
  readonly ids: readonly string[];
  /** Why a receiver with these keys would refuse it. */
  refusal(keys: readonly string[]): string | undefined;
}

type Answer = number | Error | Promise<number>;

/** A workflow's webhook: keeps what is pushed and answers as the test says, 200 unless told otherwise. */
export class FakeWorkflow {
  readonly pushed: Pushed[] = [];
  answer: (batch: PushBatch) => Answer = () => 200;

  constructor(private readonly clock: Clock) {}

  readonly post: Post = async (url, headers, body) => {
    const batch = JSON.parse(body.toString('utf8')) as PushBatch;
    const nowMs = this.clock.now();
    this.pushed.push({
      url,
      batch,
      ids: batch.events.map(({ id }) => id),
      refusal: (keys) => refusalOfPush(keys, headers, body, nowMs),
    });
    const answer = await this.answer(batch);
    if (answer instanceof Error) throw answer;
    return { status: answer };
  };

  get last(): Pushed {
    const last = this.pushed.at(-1);
    if (last === undefined) throw new Error('nothing was pushed');
    return last;
  }
}

export const failure = (code: string): Error => Object.assign(new Error(`connect ${code} 10.0.0.1:5678`), { code });
