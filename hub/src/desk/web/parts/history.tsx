import type { AuditEntryView } from '../types';
import { Time } from './time';

/** Entries of the audit log about one thing, newest first. */
export function History({ entries, empty }: { readonly entries: readonly AuditEntryView[]; readonly empty: string }) {
  if (entries.length === 0) return <p class="pad muted">{empty}</p>;
  return (
    <ol class="history">
      {entries.map(({ seq, atMs, type, actor }) => (
        <li key={seq}>
          <Time atMs={atMs} />
          <span>
            <strong>{type}</strong>
            <span class="under">{actor}</span>
          </span>
          <span class="muted">#{seq}</span>
        </li>
      ))}
    </ol>
  );
}
