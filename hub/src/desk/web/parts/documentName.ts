import type { DocumentReference } from '../types';

/** The document that a business key or effect key names: its last four parts. */
export function documentOfKey(key: string): DocumentReference | undefined {
  const parts = key.split('/').slice(-4).map(decode);
  const [system, tenant, documentType, id] = parts;
  if (system === undefined || tenant === undefined || documentType === undefined || id === undefined) return undefined;
  return { system, tenant, documentType, id };
}

/** The target that an effect key begins with: `tryton:erp.example.com/main`. */
export function targetOfKey(key: string): string | undefined {
  const parts = key.split('/');
  return parts.length > 4 ? decode(parts[0] ?? '') : undefined;
}

/** Address of the chain of a document. */
export function chainQuery({ system, tenant, documentType, id }: DocumentReference): Readonly<Record<string, string>> {
  return { system, tenant, documentType, id };
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part;
  }
}
