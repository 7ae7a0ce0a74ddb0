import type { INodeProperties } from 'n8n-workflow';
import { fingerprintOf } from '../../../../core/delivery';
import type { Order } from '../../../../core/documents';
import { businessKey } from '../../../../core/keys';
import type { Operation } from '../../../shared';
import { effectOperation } from '../../../shared/hub';
import type { ErpConnection, ErpOperation, SyncOrderOptions, SyncOrderResult } from '../../contract';
import { connectionOf } from '../../shared/connection';
import { documentProperties, readDocument } from '../../shared/document';
import { effectKey } from '../../shared/effectKey';
import { effectOf } from '../../shared/effectOf';
import { linkOf } from '../../shared/linkOf';
import { orderVersion } from '../../shared/orderVersion';
import { readCreateOptions } from './createOptions';
import { failIfTooLate } from './tooLate';

export interface OrderEffect {
  readonly operation: Extract<ErpOperation, 'order.create' | 'order.change' | 'order.cancel' | 'order.sync'>;
  readonly option: Operation['option'];
  readonly properties: INodeProperties[];
  write(connection: ErpConnection, order: Order, options: SyncOrderOptions): Promise<SyncOrderResult>;
}

/**
 * An operation that writes one canonical order. All of them share one effect at the hub, named by target and order, so that creating,
 * changing and cancelling one order exclude each other, and the newest version wins.
 */
export function orderEffect({ operation, option, properties, write }: OrderEffect): Operation {
  return effectOperation<ErpConnection>({
    effect: effectOf(operation),
    option,
    properties: [...documentProperties, ...properties],
    connect: connectionOf,
    plan(context, itemIndex) {
      const order = readDocument(context, itemIndex, 'order');
      const options = readCreateOptions(context, itemIndex);
      const { onTooLate } = context.getNodeParameter('orderOptions', itemIndex, {}) as { readonly onTooLate?: 'fail' | 'return' };
      return {
        identify: ({ target }) => ({
          key: effectKey(target, businessKey({ ...order, documentType: 'order', version: undefined })),
          version: orderVersion(order),
          fingerprint: fingerprintOf(order, optionsThatMatter(operation, options)),
        }),
        async write(connection, exclusive) {
          const result = await write(connection, order, underClaim(options, exclusive));
          if (onTooLate !== 'return') failIfTooLate(result);
          const links = linkOf(connection.target, 'order', order, result);
          return { result, links, superseded: result.outcome === 'superseded' };
        },
      };
    },
  });
}

/**
 * With the hub's claim nobody else writes the order, and an older version is refused there. Without it a creation that arrives after
 * its cancellation has to find something in the ERP that keeps it out.
 */
function underClaim(options: SyncOrderOptions, exclusive: boolean): SyncOrderOptions {
  if (exclusive) return { ...options, exclusive };
  return { ...options, unknownCancelled: options.unknownCancelled ?? 'record' };
}

/** Choices that change what is written; the others only decide whether it is. */
function optionsThatMatter(operation: ErpOperation, options: SyncOrderOptions): object {
  const { targetState, shippingProduct, otherChargesProduct, onTotalDifference, roundingProduct, defaultPartyCode } = options;
  return {
    targetState,
    shippingProduct,
    otherChargesProduct,
    onTotalDifference,
    roundingProduct,
    defaultPartyCode,
    ...(operation === 'order.cancel' ? { cancel: true } : {}),
  };
}
