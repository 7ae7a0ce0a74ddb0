import type { DocumentReference } from '../../../core/hub';
import type { Links } from '../contract';

/** Documents of this id or number; shops write `#1042` where people type `1042`, and the other way round. */
export async function findDocuments(links: Pick<Links, 'find'>, typed: string): Promise<readonly DocumentReference[]> {
  const plain = typed.trim().replace(/^#/, '');
  if (plain === '') return [];
  const found = new Map<string, DocumentReference>();
  for (const word of [plain, `#${plain}`]) {
    for (const document of await links.find(word)) {
      const { system, tenant, documentType, id } = document;
      found.set(JSON.stringify([system, tenant, documentType, id]), document);
    }
  }
  return [...found.values()];
}
