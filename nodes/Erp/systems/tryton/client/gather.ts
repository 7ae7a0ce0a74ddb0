import type { Settled } from '../../../shared/settle';
import { settle } from '../../../shared/settle';

/** Turns of the microtask queue in which callers that were woken by one answer reach their next question. */
const TURNS = 30;
/** Longer lists make answers that take seconds. */
const MAX_REQUESTS = 100;

interface Waiting<Request, Value> {
  readonly request: Request;
  readonly resolve: (value: Value) => void;
  readonly reject: (reason: unknown) => void;
}

/**
 * Collects what several callers ask for at the same moment, so that one request to the ERP answers all of them. Orders of a batch
 * that are written side by side then share their look-ups; a caller that is alone waits for nobody.
 */
export class Gather<Request, Value> {
  private waiting: Waiting<Request, Value>[] = [];

  /**
   * @param run answers each request, in their order; what it throws counts for all of them
   * @param atMost how many requests travel together; the rest follows
   */
  constructor(
    private readonly run: (requests: readonly Request[]) => Promise<readonly Settled<Value>[]>,
    private readonly atMost = MAX_REQUESTS,
  ) {}

  /** @throws whatever `run` gave as the error of this request */
  async ask(request: Request): Promise<Value> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ request, resolve, reject });
      if (this.waiting.length === 1) void this.send();
    });
  }

  private async send(): Promise<void> {
    for (let turn = 0; turn < TURNS; turn++) await Promise.resolve();
    const all = this.waiting;
    this.waiting = [];
    for (let start = 0; start < all.length; start += this.atMost) await this.answer(all.slice(start, start + this.atMost));
  }

  private async answer(waiting: readonly Waiting<Request, Value>[]): Promise<void> {
    const answered = await settle(this.run(waiting.map(({ request }) => request)));
    waiting.forEach(({ resolve, reject }, place) => {
      const own = answered.ok ? answered.value[place] : answered;
      if (own?.ok === true) resolve(own.value);
      else reject(own?.error ?? new Error('a gathered request was not answered'));
    });
  }
}

/**
 * Runs a call for all of the requests at once; when the ERP refuses it, for each of them alone, because one bad record makes it
 * refuse everything. A call whose outcome is unknown is not repeated.
 */
export async function allOrEach<Request, Value>(
  requests: readonly Request[],
  run: (requests: readonly Request[]) => Promise<readonly Value[]>,
  isRefusal: (error: unknown) => boolean,
): Promise<readonly Settled<Value>[]> {
  const together = await settle(run(requests));
  if (together.ok) return together.value.map((value) => ({ ok: true, value }));
  if (requests.length === 1 || !isRefusal(together.error)) return requests.map(() => together);
  const each: Settled<Value>[] = [];
  for (const request of requests) {
    const alone = await settle(run([request]));
    each.push(alone.ok ? { ok: true, value: alone.value[0] as Value } : alone);
  }
  return each;
}
