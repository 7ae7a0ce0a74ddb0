import type { Migration } from '../migrate';

/** Tables of links: documents as nodes, which became which as edges. */
export const linksMigration: Migration = {
  id: '0005-links',
  statements: [
    `CREATE TABLE link_documents (
      seq {{serial}},
      document_key TEXT NOT NULL UNIQUE,
      system TEXT NOT NULL,
      tenant TEXT NOT NULL,
      document_type TEXT NOT NULL,
      document_id TEXT NOT NULL,
      document_number TEXT
    )`,
    'CREATE INDEX link_documents_id ON link_documents (document_id)',
    'CREATE INDEX link_documents_number ON link_documents (document_number) WHERE document_number IS NOT NULL',
    `CREATE TABLE links (
      from_seq {{integer}} NOT NULL,
      to_seq {{integer}} NOT NULL,
      relation TEXT NOT NULL,
      at_ms {{integer}} NOT NULL,
      PRIMARY KEY (from_seq, to_seq, relation)
    )`,
    'CREATE INDEX links_to ON links (to_seq)',
  ],
};
