import type { ValidatorError } from '../documents/validator';
import type { Issue } from './issue';

/** Turns findings of a generated validator into located issues with plain words. */
export function schemaIssues(mappingId: string, documentType: string, errors: readonly ValidatorError[]): Issue[] {
  return errors.map((error) => ({ rule: `${mappingId}#schema ${documentType}`, source: '', ...describeSchemaError(error) }));
}

/** Says what a schema demands, in words; never shows the value. */
export function describeSchemaError(error: ValidatorError): { target: string; message: string } {
  const { instancePath, keyword, params } = error;
  switch (keyword) {
    case 'required':
      return { target: `${instancePath}/${String(params.missingProperty)}`, message: 'this field is required' };
    case 'additionalProperties':
      return {
        target: `${instancePath}/${String(params.additionalProperty)}`,
        message: 'this field is not part of the document',
      };
    case 'type':
      return { target: instancePath, message: `expected ${String(params.type)}` };
    case 'const':
      return { target: instancePath, message: `expected ${JSON.stringify(params.allowedValue)}` };
    case 'enum':
      return { target: instancePath, message: `expected one of ${(params.allowedValues as readonly unknown[]).join(', ')}` };
    case 'pattern':
      return { target: instancePath, message: `does not have the expected form (${String(params.pattern)})` };
    case 'format':
      return { target: instancePath, message: `is not a valid ${String(params.format)}` };
    default:
      return { target: instancePath, message: error.message ?? `breaks the rule "${keyword}"` };
  }
}
