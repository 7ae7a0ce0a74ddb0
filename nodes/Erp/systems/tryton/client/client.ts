import { isFailure } from '../../../../../core/failure';
import { settle } from '../../../shared/settle';
import type { Access } from './failures';
import { CODE, errorFailure, transportFailure, unreadableAnswer } from './failures';
import type { Transport } from './transport';
import { decodeWire } from './wire';

/** Values that Tryton adds to every call: company, employee, groups, language. */
export type TrytonContext = Readonly<Record<string, unknown>>;

export interface ClientOptions {
  /** Waits; n8n's `sleep` in the node, nothing in tests. */
  readonly sleep: (milliseconds: number) => Promise<void>;
  /** 0 to 1, for spreading repeated attempts. */
  readonly random: () => number;
  /** Login name of the session's user: answers to questions are stored under it. */
  readonly user: string;
}

/** How often a call that met another transaction is sent again. With 50 callers on one SQLite file, 3 are not enough. */
const MAX_ATTEMPTS = 8;
const FIRST_DELAY_MS = 50;
const MAX_DELAY_MS = 2_000;
/** Who is asked to wait longer than this gives its place to others. */
const MAX_ASKED_PAUSE_MS = 3_000;

/**
 * JSON-RPC to one Tryton database. A call that met another transaction or was refused for the moment stored nothing and is
 * repeated a bounded number of times; so is a read without an answer. A write without an answer is never repeated here: its outcome is unknown.
 */
export class TrytonClient {
  private nextId = 1;
  private context: Promise<TrytonContext> | undefined;

  constructor(
    private readonly transport: Transport,
    readonly options: ClientOptions,
  ) {}

  /** The session's context, read once: without the company in it, many of Tryton's rules return nothing. */
  async sessionContext(): Promise<TrytonContext> {
    this.context ??= this.readPreferences();
    const settled = await settle(this.context);
    if (settled.ok) return settled.value;
    // A failed reading must not be remembered: the next item asks again.
    this.context = undefined;
    throw settled.error;
  }

  /**
   * Calls `model.<model>.<method>` with the session's context as the last parameter.
   * @param extra added to the context of this call
   * @throws Failure
   */
  async call(
    model: string,
    method: string,
    parameters: readonly unknown[],
    access: Access,
    extra: TrytonContext = {},
  ): Promise<unknown> {
    const context = await this.sessionContext();
    return this.repeatConflicts(`model.${model}.${method}`, [...parameters, { ...context, ...extra }], access);
  }

  private async readPreferences(): Promise<TrytonContext> {
    const preferences = await this.repeatConflicts('model.res.user.get_preferences', [true, {}], 'read');
    // English texts keep names of units comparable whatever language the user has chosen.
    return { ...(preferences as TrytonContext), language: 'en' };
  }

  private async repeatConflicts(method: string, parameters: readonly unknown[], access: Access): Promise<unknown> {
    for (let attempt = 1; ; attempt++) {
      const settled = await settle(this.once(method, parameters, access));
      if (settled.ok) return settled.value;
      if (attempt >= MAX_ATTEMPTS || !mayRepeat(settled.error, access)) throw settled.error;
      const delayMs = Math.min(MAX_DELAY_MS, FIRST_DELAY_MS * 2 ** (attempt - 1));
      const spreadMs = Math.round(delayMs * (0.5 + this.options.random() / 2));
      await this.options.sleep(Math.max(spreadMs, askedPauseMs(settled.error)));
    }
  }

  private async once(method: string, parameters: readonly unknown[], access: Access): Promise<unknown> {
    // Exactly these three members: with any other the server answers errors in another shape.
    const body = JSON.stringify({ id: this.nextId++, method, params: parameters });
    const answer = await this.transport.send(body);
    const failure = transportFailure(answer, access);
    if (failure !== undefined) throw failure;
    const text = answer.kind === 'answer' ? answer.body : '';
    const reply = parseReply(text);
    if (reply === undefined) throw unreadableAnswer(text, access);
    if ('error' in reply) throw errorFailure(reply.error);
    return decodeWire(reply.result);
  }
}

function mayRepeat(error: unknown, access: Access): boolean {
  if (!isFailure(error) || error.recovery !== 'RetryLater') return false;
  if (error.details.code === CODE.conflict) return true;
  if (error.details.code === CODE.busy) return askedPauseMs(error) <= MAX_ASKED_PAUSE_MS;
  return access === 'read' && error.details.code === CODE.noAnswer;
}

/** How long a server or proxy wants to be left alone before the same call. */
function askedPauseMs(error: unknown): number {
  return isFailure(error) ? (error.details.retryAfterMs ?? 0) : 0;
}

function parseReply(text: string): { readonly error: unknown } | { readonly result: unknown } | undefined {
  let parsed: unknown;
  try {
    parsed = JSON.parse(text);
  } catch {
    return undefined;
  }
  if (typeof parsed !== 'object' || parsed === null) return undefined;
  if ('error' in parsed) return { error: parsed.error };
  if ('result' in parsed) return { result: parsed.result };
  return undefined;
}
