import type { Resource } from '../../../shared';
import { create } from './create';
import { find } from './find';
import { getGraph } from './getGraph';

/** Which document became which. */
export const link: Resource = { name: 'Link', value: 'link', operations: [create, getGraph, find] };
