import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { DocumentTypes } from '../../../core/documents';
import { validateDocument } from '../../../core/documents';
import { describeShape, Failure } from '../../../core/failure';
import { parseLossless } from '../../../core/json';
import { withoutHubFields } from '../../shared/hub';

const MAX_ISSUES = 5;

/** Where the document comes from. The default needs no expression: an execution without any is several times cheaper. */
export const documentProperties: INodeProperties[] = [
  {
    displayName: 'Document Source',
    name: 'documentSource',
    type: 'options',
    options: [
      { name: 'Input Item', value: 'input', description: 'The item that reaches the node is the document' },
      { name: 'JSON', value: 'json', description: 'The document is given below' },
    ],
    default: 'input',
    description: 'Where to take the canonical document from',
  },
  {
    displayName: 'Document (JSON)',
    name: 'documentJson',
    type: 'json',
    default: '{}',
    description: 'The canonical document',
    displayOptions: { show: { documentSource: ['json'] } },
  },
];

/**
 * Reads the document of one item and validates it before anything is done with it.
 * @throws Failure (BadMapping) that names up to five places, never their values
 */
export function readDocument<Type extends keyof DocumentTypes>(
  context: IExecuteFunctions,
  itemIndex: number,
  type: Type,
): DocumentTypes[Type] {
  const fromJson = context.getNodeParameter('documentSource', itemIndex) === 'json';
  const value = fromJson
    ? readJson(context.getNodeParameter('documentJson', itemIndex))
    : withoutHubFields(context.getInputData()[itemIndex]?.json ?? {});
  const { valid, issues } = validateDocument(type, value);
  if (valid) return value as unknown as DocumentTypes[Type];
  const listed = issues.slice(0, MAX_ISSUES).map(({ target, message }) => `${target || 'document'}: ${message}`);
  const more = issues.length > MAX_ISSUES ? ` and ${issues.length - MAX_ISSUES} more` : '';
  throw new Failure('BadMapping', `The input is no valid ${type} document: ${listed.join('; ')}${more}`, {
    code: 'invalid-document',
    nextStep: 'Nothing was written. Put a Field Mapping node before this one, or correct its mapping.',
  });
}

function readJson(value: unknown): unknown {
  if (typeof value !== 'string') return value;
  const parsed = parseJson(value);
  if (parsed !== undefined) return parsed;
  throw new Failure('BadMapping', `Document (JSON) holds no JSON (${describeShape(value)})`, {
    code: 'invalid-document',
    nextStep: 'Correct the text, or set Document Source to Input Item.',
  });
}

function parseJson(text: string): unknown {
  try {
    return parseLossless(text);
  } catch {
    return undefined;
  }
}
