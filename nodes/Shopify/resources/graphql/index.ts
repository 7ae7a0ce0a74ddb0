import type { Resource } from '../../../shared';
import { execute } from './execute';

/** The Admin API itself, for what the other operations do not cover. */
export const graphql: Resource = { name: 'GraphQL', value: 'graphql', operations: [execute] };
