import { compareVersions } from '../../../../core/keys';
import type { HistoryRecord } from '../history';
import type { EventKind, WantedSale } from '../events';
import type { Evidence, StandingSale } from './evidence';

export interface OrderVersion {
  readonly event: number;
  readonly kind: EventKind;
  readonly version: string;
  readonly wanted: WantedSale;
  acknowledged: boolean;
}

/** What the shop announced about one order, oldest version first. */
export interface AnnouncedOrder {
  readonly key: string;
  readonly versions: readonly OrderVersion[];
  /** The newest version of which a delivery was acknowledged; `undefined` when none was. */
  readonly promised: OrderVersion | undefined;
}

/** Puts the events of a history together by order. */
export function announcedOrders(history: readonly HistoryRecord[]): ReadonlyMap<string, AnnouncedOrder> {
  const byEvent = new Map<number, OrderVersion>();
  const byKey = new Map<string, OrderVersion[]>();
  for (const record of history) {
    if (record.type !== 'event' || byEvent.has(record.event)) continue;
    const { event, kind, version, wanted } = record;
    const entry: OrderVersion = { event, kind, version, wanted, acknowledged: false };
    byEvent.set(event, entry);
    const versions = byKey.get(record.key);
    if (versions === undefined) byKey.set(record.key, [entry]);
    else versions.push(entry);
  }
  for (const record of history) {
    const entry = record.type === 'ack' ? byEvent.get(record.event) : undefined;
    if (entry !== undefined) entry.acknowledged = true;
  }
  return new Map(
    [...byKey].map(([key, versions]) => {
      versions.sort((one, other) => compareVersions(one.version, other.version));
      return [key, { key, versions, promised: versions.findLast(({ acknowledged }) => acknowledged) }];
    }),
  );
}

/** Sales by their business key; of several the one that was made first. */
export function salesByKey({ sales }: Pick<Evidence, 'sales'>): ReadonlyMap<string, StandingSale> {
  const byKey = new Map<string, StandingSale>();
  for (const sale of sales) if (!byKey.has(sale.key)) byKey.set(sale.key, sale);
  return byKey;
}

/** Whether the ERP shows what a version of an order asks for. A cancelled order needs no sale. */
export function shows(sale: StandingSale | undefined, wanted: WantedSale): boolean {
  if (wanted.cancelled) return sale === undefined || sale.state === 'cancelled';
  if (sale === undefined || sale.state === 'cancelled') return false;
  return sameQuantities(sale.quantities, wanted.quantities) && sameAmount(sale.total, wanted.total);
}

function sameQuantities(one: Readonly<Record<string, number>>, other: Readonly<Record<string, number>>): boolean {
  const articles = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...articles].every((article) => (one[article] ?? 0) === (other[article] ?? 0));
}

/** `100` and `100.00` are the same amount; the simulators print different numbers of decimals. */
function sameAmount(one: string, other: string): boolean {
  const plain = (text: string) => (text.includes('.') ? text.replace(/\.?0+$/, '') : text);
  return plain(one) === plain(other);
}
