import { randomFrom } from '../../faults';
import type { PlannedDelivery, PlannedEvent } from './eventPlan';
import { planUuid } from './eventPlan';

export interface DeliveryPlanOptions {
  readonly seed: string;
  /** Share of deliveries that come again. */
  readonly duplicates: number;
  /** A delivery may overtake so many others. */
  readonly window: number;
}

/** One planned sending of a delivery. */
export interface Announcement {
  /** Its place in the plan, from 0: what has been acknowledged is known by it when a campaign is resumed. */
  readonly place: number;
  readonly event: PlannedEvent;
  readonly delivery: PlannedDelivery;
  /** Whether the plan sends it a second time on purpose. */
  readonly repeat: boolean;
}

/**
 * Turns events into deliveries as a network does: some come twice, and any of them may overtake others of its window. Half of the
 * repeats have the id of the first one, half an id of their own with the same event id (two subscriptions to one topic).
 */
export function* planDeliveries(events: Iterable<PlannedEvent>, options: DeliveryPlanOptions): Generator<Announcement> {
  const random = randomFrom(`${options.seed}/deliveries`);
  const waiting: Omit<Announcement, 'place'>[] = [];
  let place = 0;
  for (const event of events) {
    for (const delivery of event.deliveries) {
      waiting.push({ event, delivery, repeat: false });
      if (random() < options.duplicates) waiting.push({ event, delivery: repeated(delivery, random() < 0.5), repeat: true });
    }
    while (waiting.length >= options.window) yield { place: place++, ...takeOne(waiting, random) };
  }
  while (waiting.length > 0) yield { place: place++, ...takeOne(waiting, random) };
}

function takeOne<Item>(waiting: Item[], random: () => number): Item {
  const place = Math.floor(random() * waiting.length);
  const [taken] = waiting.splice(place, 1);
  if (taken === undefined) throw new RangeError('Nothing waits');
  return taken;
}

function repeated(delivery: PlannedDelivery, sameId: boolean): PlannedDelivery {
  if (sameId) return delivery;
  const id = planUuid(`${delivery.id}/second subscription`);
  return { ...delivery, id, headers: { ...delivery.headers, 'X-Shopify-Webhook-Id': id } };
}
