import type { IDataObject } from 'n8n-workflow';

/** Body of a report to the hub. */
export interface IncidentReport {
  readonly workflow: { readonly id: string; readonly name: string };
  readonly execution?: string;
  readonly node?: string;
  readonly message: string;
  readonly nextStep?: string;
}

const LIMITS = { id: 100, name: 200, message: 2_000, nextStep: 1_000 } as const;

/**
 * The report that an item of n8n's Error Trigger makes: `{workflow, execution: {id, error, lastNodeExecuted}}`, or `trigger: {error}`
 * when the trigger itself failed. Stack traces are left where they are: they may quote values.
 *
 * @returns `undefined` when the item is none of an Error Trigger
 */
export function reportOfErrorItem(json: IDataObject): IncidentReport | undefined {
  const workflow = json.workflow as IDataObject | undefined;
  const execution = json.execution as IDataObject | undefined;
  const trigger = json.trigger as IDataObject | undefined;
  const error = (execution?.error ?? trigger?.error) as IDataObject | undefined;
  const id = text(workflow?.id, LIMITS.id);
  if (id === undefined || error === undefined) return undefined;
  return {
    workflow: { id, name: text(workflow?.name, LIMITS.name) ?? id },
    execution: text(execution?.id, LIMITS.id),
    node: text(execution?.lastNodeExecuted, LIMITS.name) ?? text((error.node as IDataObject | undefined)?.name, LIMITS.name),
    message: text(error.message, LIMITS.message) ?? 'The workflow failed without a message',
    nextStep: text(error.description, LIMITS.nextStep),
  };
}

function text(value: unknown, maxLength: number): string | undefined {
  if (typeof value !== 'string' && typeof value !== 'number') return undefined;
  const trimmed = String(value).trim();
  return trimmed === '' ? undefined : trimmed.slice(0, maxLength);
}
