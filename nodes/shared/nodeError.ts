import type { INode, JsonObject } from 'n8n-workflow';
import { NodeApiError, NodeOperationError } from 'n8n-workflow';
import type { Failure } from '../../core/failure';
import { isFailure } from '../../core/failure';

const UNEXPECTED = 'Unexpected problem in this node';

/**
 * Turns anything thrown below a node into the error that n8n shows, in one place.
 * Failures keep their message and next step; foreign errors lose their text unless it is ours, because it may hold
 * headers, bodies or secrets.
 */
export function toNodeError(node: INode, error: unknown, itemIndex?: number): NodeApiError | NodeOperationError {
  if (error instanceof NodeApiError || error instanceof NodeOperationError) return error;
  if (!isFailure(error)) {
    const kind = error instanceof Error ? error.name : typeof error;
    return new NodeOperationError(node, UNEXPECTED, {
      itemIndex,
      description: `Please report this with the node's version (${kind}). No data was written by the step that failed unless the item says so.`,
    });
  }
  const description = describe(error);
  if (error.recovery === 'RetryLater' || error.recovery === 'OutcomeUnknown' || error.details.httpStatus !== undefined) {
    return new NodeApiError(node, safeResponse(error), {
      message: error.message,
      description,
      httpCode: error.details.httpStatus === undefined ? undefined : String(error.details.httpStatus),
      itemIndex,
    });
  }
  return new NodeOperationError(node, error.message, { description, itemIndex });
}

function describe(failure: Failure): string {
  const { nextStep, code, requestId, retryAfterMs } = failure.details;
  const parts = [nextStep ?? defaultNextStep(failure)];
  if (retryAfterMs !== undefined) parts.push(`Retry after ${retryAfterMs} ms.`);
  if (code !== undefined) parts.push(`Code: ${code}.`);
  if (requestId !== undefined) parts.push(`Request id: ${requestId}.`);
  return parts.join(' ');
}

function defaultNextStep(failure: Failure): string {
  switch (failure.recovery) {
    case 'RetryLater':
      return 'Nothing was written. Run the item again later; the same key is used.';
    case 'OutcomeUnknown':
      return 'It is not known whether the request took effect. Running the item again is safe: it looks before it writes.';
    case 'BadMapping':
      return 'Correct the mapping or the record, then run the item again.';
    case 'Superseded':
      return 'A newer version of the document has been written already; nothing is left to do.';
    case 'NeedsHuman':
      return 'Correct what the message names, then run the item again.';
    default:
      return 'Please report this with the version of the node.';
  }
}

/** NodeApiError stores the response it is given, so it is given nothing but our own words. */
function safeResponse(failure: Failure): JsonObject {
  return {
    message: failure.message,
    recovery: failure.recovery,
    ...(failure.details.code ? { code: failure.details.code } : {}),
  };
}
