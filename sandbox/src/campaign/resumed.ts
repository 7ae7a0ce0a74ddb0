import { existsSync } from 'node:fs';
import { readHistory } from './history';

/** What an interrupted run has done already. */
export interface Done {
  /** Places of the delivery plan that were acknowledged or abandoned. */
  readonly places: ReadonlySet<number>;
  readonly events: ReadonlySet<number>;
  readonly acknowledged: number;
}

/** Reads from its history what a campaign need not do again. */
export async function doneBefore(file: string): Promise<Done> {
  const places = new Set<number>();
  const events = new Set<number>();
  let acknowledged = 0;
  if (!existsSync(file)) return { places, events, acknowledged };
  for await (const record of readHistory(file)) {
    if (record.type === 'event') events.add(record.event);
    if (record.type === 'ack') acknowledged++;
    if (record.type === 'ack' || record.type === 'abandoned') places.add(record.place);
  }
  return { places, events, acknowledged };
}
