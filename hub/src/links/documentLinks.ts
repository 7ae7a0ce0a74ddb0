import type { DocumentReference, Link } from '../../../core/hub';
import { businessKey } from '../../../core/keys';
import type { Actor, Audit, Clock, LinkGraph, Links } from '../contract';
import type { Database, Transaction } from '../store';
import { graphOf } from './graph';
import { DOCUMENT_COLUMNS, documentOf, type DocumentRow } from './documentRow';

const MAX_FOUND = 50;

/** Which document became which, in the hub's store. */
export class DocumentLinks implements Links {
  constructor(private readonly parts: { readonly database: Database; readonly clock: Clock; readonly audit: Audit }) {}

  /** Links are facts of an effect, whose audit entry names them; so adding them here is not audited again. */
  async add(transaction: Transaction, links: readonly Link[], _actor: Actor): Promise<void> {
    await this.insert(transaction, links);
  }

  /** Adds links that somebody knows apart from any effect; those that are new are audited. */
  async record(links: readonly Link[], actor: Actor): Promise<void> {
    const { database, audit } = this.parts;
    await database.write(async (transaction) => {
      const added = await this.insert(transaction, links);
      for (const { from, to, relation } of added) {
        const object = { kind: 'document', id: businessKey(from) };
        await audit.append(transaction, { actor, type: 'link.added', object, body: { relation, to: businessKey(to) } });
      }
    });
  }

  async graph(of: DocumentReference, depth: number): Promise<LinkGraph> {
    return await this.parts.database.read(async (transaction) => await graphOf(transaction, businessKey(of), depth));
  }

  async find(text: string): Promise<readonly DocumentReference[]> {
    const wanted = text.trim();
    // Shopify writes order numbers as "#1001", people do not.
    const other = wanted.startsWith('#') ? wanted.slice(1) : `#${wanted}`;
    const rows = await this.parts.database.read(
      async (transaction) =>
        await transaction.all<DocumentRow>(
          `SELECT ${DOCUMENT_COLUMNS} FROM link_documents WHERE document_id = ? OR document_number = ? OR document_number = ?
           ORDER BY seq LIMIT ?`,
          [wanted, wanted, other, MAX_FOUND],
        ),
    );
    return rows.map(documentOf);
  }

  /** @returns the links that were not there */
  private async insert(transaction: Transaction, links: readonly Link[]): Promise<readonly Link[]> {
    const added: Link[] = [];
    for (const link of links) {
      const from = await this.seqOf(transaction, link.from);
      const to = await this.seqOf(transaction, link.to);
      const changed = await transaction.run(
        'INSERT INTO links (from_seq, to_seq, relation, at_ms) VALUES (?, ?, ?, ?) ON CONFLICT DO NOTHING',
        [from, to, link.relation, this.parts.clock.now()],
      );
      if (changed > 0) added.push(link);
    }
    return added;
  }

  /** A document becomes known when it is first named; its number may come later, or change. */
  private async seqOf(transaction: Transaction, reference: DocumentReference): Promise<number> {
    const { system, tenant, documentType, id, number } = reference;
    const row = await transaction.get<{ seq: number }>(
      `INSERT INTO link_documents (document_key, system, tenant, document_type, document_id, document_number) VALUES (?, ?, ?, ?, ?, ?)
       ON CONFLICT (document_key) DO UPDATE SET document_number = COALESCE(excluded.document_number, link_documents.document_number)
       RETURNING seq`,
      [businessKey({ system, tenant, documentType, id }), system, tenant, documentType, id, number ?? null],
    );
    if (row === undefined) throw new Error('A document was neither added nor there'); // cannot be: the insert returns its row
    return row.seq;
  }
}
