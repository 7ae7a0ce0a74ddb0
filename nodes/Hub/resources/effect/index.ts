import type { Resource } from '../../../shared';
import { claim } from './claim';
import { get } from './get';
import { getMany } from './getMany';
import { resolve } from './resolve';
import { settle } from './settle';

/** Writes to targets that are not nodes of this pack, and what became of all writes. */
export const effect: Resource = { name: 'Effect', value: 'effect', operations: [claim, settle, get, getMany, resolve] };
