import type { Resource } from '../../../shared';
import { close } from './close';
import { getMany } from './getMany';
import { report } from './report';

/** Failed executions, repeats of one error grouped. */
export const incident: Resource = { name: 'Incident', value: 'incident', operations: [report, getMany, close] };
