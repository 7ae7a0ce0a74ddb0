import type { Resource } from '../../../shared';
import { appendNote } from './appendNote';
import { getCheckpoint } from './getCheckpoint';
import { getProof } from './getProof';

/** The log that nobody can change without being found out. */
export const audit: Resource = { name: 'Audit', value: 'audit', operations: [appendNote, getCheckpoint, getProof] };
