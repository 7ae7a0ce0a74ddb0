import type { LinkGraph } from '../contract';
import type { Transaction } from '../store';
import { DOCUMENT_COLUMNS, documentOf, type DocumentRow } from './documentRow';

interface LinkRow {
  readonly from_seq: number;
  readonly to_seq: number;
  readonly relation: string;
  readonly at_ms: number;
}

const MAX_DOCUMENTS = 500;
/** Links of one document that are followed: a customer can be linked with very many orders. */
const MAX_LINKS_OF_ONE = 1_000;

/**
 * Everything connected with a document within `depth` steps, in both directions; the document itself comes first. At 500 documents it
 * ends: then the outermost are missing, and links are given only between documents that are there.
 *
 * @param key `document_key` of the document; without links the graph is empty
 */
export async function graphOf(transaction: Transaction, key: string, depth: number): Promise<LinkGraph> {
  const start = await transaction.get<{ seq: number }>('SELECT seq FROM link_documents WHERE document_key = ?', [key]);
  if (start === undefined) return { documents: [], links: [] };
  const places = new Map([[start.seq, 0]]);
  const links = new Map<string, LinkRow>();
  let front: readonly number[] = [start.seq];
  for (let step = 0; step < depth && front.length > 0; step++) {
    const next: number[] = [];
    for (const seq of front) {
      for (const link of await linksOf(transaction, seq)) {
        links.set(JSON.stringify([link.from_seq, link.to_seq, link.relation]), link);
        const other = link.from_seq === seq ? link.to_seq : link.from_seq;
        if (places.has(other) || places.size >= MAX_DOCUMENTS) continue;
        places.set(other, places.size);
        next.push(other);
      }
    }
    front = next;
  }
  return {
    documents: await documentsOf(transaction, [...places.keys()]),
    links: [...links.values()].flatMap(({ from_seq, to_seq, relation, at_ms: atMs }) => {
      const [from, to] = [places.get(from_seq), places.get(to_seq)];
      return from === undefined || to === undefined ? [] : [{ from, to, relation, atMs }];
    }),
  };
}

async function linksOf(transaction: Transaction, seq: number): Promise<readonly LinkRow[]> {
  const select = 'SELECT from_seq, to_seq, relation, at_ms FROM links';
  const from = await transaction.all<LinkRow>(`${select} WHERE from_seq = ? ORDER BY to_seq LIMIT ?`, [seq, MAX_LINKS_OF_ONE]);
  const to = await transaction.all<LinkRow>(`${select} WHERE to_seq = ? ORDER BY from_seq LIMIT ?`, [seq, MAX_LINKS_OF_ONE]);
  return [...from, ...to];
}

async function documentsOf(transaction: Transaction, seqs: readonly number[]): Promise<LinkGraph['documents']> {
  const places = seqs.map(() => '?').join(', ');
  const rows = await transaction.all<DocumentRow>(
    `SELECT ${DOCUMENT_COLUMNS} FROM link_documents WHERE seq IN (${places})`,
    seqs,
  );
  const bySeq = new Map(rows.map((row) => [row.seq, documentOf(row)]));
  return seqs.flatMap((seq) => bySeq.get(seq) ?? []);
}
