import type { Resource } from '../../../shared';
import { fix } from './fix';
import { get } from './get';
import { getMany } from './getMany';
import { replay } from './replay';
import { report } from './report';
import { resolve } from './resolve';

/** What arrived, and what became of it. */
export const event: Resource = { name: 'Event', value: 'event', operations: [getMany, get, report, fix, replay, resolve] };
