import { describeSchemaError } from '../mapping/schemaIssues';
import type { DocumentType } from './documents';
import { documentTypes } from './generated';
import * as validators from './generated/validators';
import { checkDocument } from './checks';
import type { GeneratedValidator } from './validator';

/** One thing wrong with a document: where (JSON Pointer) and what, in words; never the value. */
export interface DocumentIssue {
  readonly target: string;
  readonly message: string;
}

export interface Validation {
  readonly valid: boolean;
  readonly issues: readonly DocumentIssue[];
}

/** Whether a text names a canonical document type. */
export function isDocumentType(name: string): name is DocumentType {
  return (documentTypes as readonly string[]).includes(name);
}

/** The generated schema validator of a document type; `undefined` for unknown types. */
export function validatorFor(type: string): GeneratedValidator | undefined {
  return isDocumentType(type) ? (validators as unknown as Record<DocumentType, GeneratedValidator>)[type] : undefined;
}

/**
 * Validates a canonical document: first its JSON Schema, then what a schema cannot say (sums, scales, check digits).
 * Source of the rules: `mappings/documents/<type>.schema.json` and `checks.ts`.
 */
export function validateDocument(type: DocumentType, value: unknown): Validation {
  const validate = validatorFor(type) as GeneratedValidator;
  const issues = validate(value) ? checkDocument(type, value as never) : (validate.errors ?? []).map(describeSchemaError);
  return { valid: issues.length === 0, issues };
}
