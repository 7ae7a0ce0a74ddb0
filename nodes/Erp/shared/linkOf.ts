import type { Link } from '../../../core/hub';

interface SourceDocument {
  readonly system: string;
  readonly tenant: string;
  readonly id: string;
  readonly number?: string;
}

/** The part of an ERP's result that names the record. */
interface NamedRecord {
  readonly system: string;
  readonly id?: string;
  readonly number?: string;
  readonly code?: string;
}

/** Standard words of the link for what a document became. */
const RELATIONS = { order: 'becameOrder', party: 'becameParty' } as const;

/** Which record of the ERP a document became; none when nothing stands there. */
export function linkOf(
  target: string,
  documentType: keyof typeof RELATIONS,
  { system, tenant, id, number }: SourceDocument,
  record: object,
): readonly Link[] {
  const { system: erp, id: recordId, number: recordNumber, code } = record as NamedRecord;
  if (recordId === undefined) return [];
  const database = target.startsWith(`${erp}:`) ? target.slice(erp.length + 1) : target;
  return [
    {
      from: { system, tenant, documentType, id, number },
      to: { system: erp, tenant: database, documentType, id: recordId, number: recordNumber ?? code },
      relation: RELATIONS[documentType],
    },
  ];
}
