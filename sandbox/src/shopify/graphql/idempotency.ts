import type { FieldNode } from 'graphql';

/** Mutations whose schema text says that `@idempotent` is required from version 2026-04 on. */
const KEYED_MUTATIONS: ReadonlySet<string> = new Set([
  'inventoryActivate',
  'inventoryAdjustQuantities',
  'inventoryMoveQuantities',
  'inventorySetOnHandQuantities',
  'inventorySetQuantities',
  'inventoryShipmentAddItems',
  'inventoryShipmentCreate',
  'inventoryShipmentCreateInTransit',
  'inventoryShipmentReceive',
  'inventoryTransferCreate',
  'inventoryTransferCreateAsReadyToShip',
  'inventoryTransferDuplicate',
  'inventoryTransferSetItems',
  'locationActivate',
  'locationDeactivate',
  'refundCreate',
]);

/** True for a mutation that needs an idempotency key and comes without one. The schema itself does not demand it. */
export function demandsIdempotencyKey(parentType: string, node: FieldNode): boolean {
  if (parentType !== 'Mutation' || !KEYED_MUTATIONS.has(node.name.value)) return false;
  return !node.directives?.some((directive) => directive.name.value === 'idempotent');
}
