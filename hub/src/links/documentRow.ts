import type { DocumentReference } from '../../../core/hub';

/** A row of `link_documents`. */
export interface DocumentRow {
  readonly seq: number;
  readonly system: string;
  readonly tenant: string;
  readonly document_type: string;
  readonly document_id: string;
  readonly document_number: string | null;
}

/** Columns of a {@link DocumentRow}, for `SELECT`. */
export const DOCUMENT_COLUMNS = 'seq, system, tenant, document_type, document_id, document_number';

/** The document of a row. */
export function documentOf(row: DocumentRow): DocumentReference {
  return {
    system: row.system,
    tenant: row.tenant,
    documentType: row.document_type,
    id: row.document_id,
    ...(row.document_number !== null && { number: row.document_number }),
  };
}
