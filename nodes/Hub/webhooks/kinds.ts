import type { INodePropertyOptions } from 'n8n-workflow';
import type { HubEventKind } from '../../../core/hub';

const KINDS: readonly (readonly [name: string, value: HubEventKind, description: string])[] = [
  ['Audit Checkpoint', 'audit.checkpoint', 'The audit log was signed: keep the checkpoint on another machine'],
  ['Effect Unknown', 'effect.unknown', 'The outcome of a write is unknown'],
  ['Event Parked', 'event.parked', 'An event waits for a person'],
  ['Event Unfinished', 'event.unfinished', 'An event was handed out before and is not finished: do it again'],
  ['Incident Opened', 'incident.opened', 'A workflow failed in a way that is new'],
  ['Source Silent', 'source.silent', 'A source that used to speak has stopped'],
];

/** Options of the Kinds parameter. */
export const kindOptions: INodePropertyOptions[] = KINDS.map(([name, value, description]) => ({ name, value, description }));
