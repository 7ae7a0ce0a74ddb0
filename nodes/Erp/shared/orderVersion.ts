import type { Order } from '../../../core/documents';

/** Version of an order, comparable with `compareVersions`: that of its source, else the time of its last change. */
export function orderVersion({ version, updatedAt }: Order): string {
  return version ?? updatedAt;
}
