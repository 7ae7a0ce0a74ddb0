import type { IExecuteFunctions, INodeProperties } from 'n8n-workflow';
import type { DocumentReference } from '../../../../core/hub';
import { requiredText } from '../../../shared';

const FIELDS = [
  ['System', 'System', 'e.g. shopify', 'System that the document belongs to'],
  ['Tenant', 'Tenant', 'e.g. a.myshopify.com', 'Shop, company or database in that system'],
  ['DocumentType', 'Document Type', 'e.g. order', 'Kind of document: order, shipment, invoice, return, party and so on'],
  ['Id', 'ID', 'e.g. 42', 'ID of the document in its system'],
] as const;

/** Parameters that name one document; `prefix` keeps two of them apart in one operation. */
export function documentProperties(prefix: string, title: string): INodeProperties[] {
  const required = FIELDS.map(
    ([name, label, placeholder, description]): INodeProperties => ({
      displayName: `${title}${label}`,
      name: `${prefix}${name}`,
      type: 'string',
      default: '',
      required: true,
      placeholder,
      description,
    }),
  );
  return [
    ...required,
    {
      displayName: `${title}Number`,
      name: `${prefix}Number`,
      type: 'string',
      default: '',
      placeholder: 'e.g. #1001',
      description: 'Number as people know it; may be left empty',
    },
  ];
}

/** The document that the parameters name. */
export function readReference(context: IExecuteFunctions, itemIndex: number, prefix: string, title: string): DocumentReference {
  const [system = '', tenant = '', documentType = '', id = ''] = FIELDS.map(([name, label]) =>
    requiredText(context, `${prefix}${name}`, `${title}${label}`, itemIndex),
  );
  const number = String(context.getNodeParameter(`${prefix}Number`, itemIndex, '')).trim();
  return { system, tenant, documentType, id, number: number || undefined };
}
