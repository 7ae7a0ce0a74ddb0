import { Gauge, type Registry } from 'prom-client';
import type { Clock, Inbox, Log } from '../contract';

/** A source and whether it has been silent for longer than it used to be. */
export interface SourceSilence {
  readonly source: string;
  readonly isSilent: boolean;
}

export interface GaugeParts {
  readonly inbox: Pick<Inbox, 'backlog'>;
  readonly silences: () => Promise<readonly SourceSilence[]>;
  readonly clock: Clock;
  readonly log: Log;
}

/**
 * What the store knows and nobody counts along. Zero is said where nothing waits.
 * @returns reads the figures anew; to be called before the registry's text is made. Never throws.
 */
export function registerGauges(registry: Registry, parts: GaugeParts): () => Promise<void> {
  const registers = [registry];
  const backlog = new Gauge({
    name: 'medsupply_inbox_backlog',
    help: 'Unfinished events, by state',
    labelNames: ['state'],
    registers,
  });
  const oldest = new Gauge({
    name: 'medsupply_inbox_oldest_unfinished_seconds',
    help: 'Age of the oldest event that is not finished',
    registers,
  });
  const silent = new Gauge({
    name: 'medsupply_source_silent',
    help: '1 when a source that used to speak has stopped',
    labelNames: ['source'],
    registers,
  });
  const isAnswering = new Gauge({
    name: 'medsupply_store_readable',
    help: '1 when the figures of the store could be read for this answer',
    registers,
  });
  return async () => {
    const { inbox, silences, clock, log } = parts;
    try {
      const { byState, oldestReceivedAtMs } = await inbox.backlog();
      const sources = await silences();
      for (const state of ['ready', 'leased', 'unknown', 'parked'] as const) backlog.set({ state }, byState[state] ?? 0);
      oldest.set(oldestReceivedAtMs === undefined ? 0 : Math.max(0, (clock.now() - oldestReceivedAtMs) / 1000));
      silent.reset();
      for (const { source, isSilent } of sources) silent.set({ source }, isSilent ? 1 : 0);
      isAnswering.set(1);
    } catch (error) {
      // The process's own figures are worth having while the store is away.
      isAnswering.set(0);
      log.warn({ error: (error as Error).name }, 'the figures of the store could not be read');
    }
  };
}
