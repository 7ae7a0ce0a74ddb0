import type { EffectSummary, EventSummary } from '../../../../core/hub';

/** Reads the hub's API as any other user of a key would. */
export class HubReader {
  constructor(
    private readonly url: string,
    private readonly key: string,
  ) {}

  /** @throws Error when it does not answer with 2xx */
  async get<Answer>(path: string): Promise<Answer> {
    const response = await fetch(`${this.url}${path}`, {
      headers: { authorization: `Bearer ${this.key}` },
      signal: AbortSignal.timeout(20_000),
    });
    if (!response.ok) {
      await response.arrayBuffer();
      throw new Error(`The hub answered HTTP ${response.status} to ${path}`);
    }
    return (await response.json()) as Answer;
  }

  /** Events that are neither finished nor with a person; `undefined` while the hub does not answer. */
  async backlog(): Promise<number | undefined> {
    type Counts = { readonly counts: { readonly waitingEvents: number; readonly unknownEvents: number } };
    return await this.get<Counts>('/v1/attention?limit=1').then(
      ({ counts }) => counts.waitingEvents + counts.unknownEvents,
      () => undefined,
    );
  }

  async *events(): AsyncGenerator<EventSummary> {
    for (let after = ''; ; ) {
      const { events } = await this.get<{ events: readonly EventSummary[] }>(`/v1/events?limit=500${after}`);
      yield* events;
      const last = events.at(-1);
      if (last === undefined) return;
      after = `&after=${encodeURIComponent(last.id)}`;
    }
  }

  async *effects(): AsyncGenerator<EffectSummary> {
    for (let after = ''; ; ) {
      const { effects } = await this.get<{ effects: readonly EffectSummary[] }>(`/v1/effects?limit=500${after}`);
      yield* effects;
      const last = effects.at(-1);
      if (last === undefined) return;
      after = `&after=${encodeURIComponent(last.key)}`;
    }
  }

  /** What the Desk lists for a person: `event <id>` and `effect <key>`. */
  async desk(): Promise<readonly string[]> {
    type Listed = { readonly items: readonly { readonly kind: string; readonly id: string }[] };
    const { items } = await this.get<Listed>('/v1/attention?limit=500');
    return items.map(({ kind, id }) => `${kind} ${id}`);
  }
}
