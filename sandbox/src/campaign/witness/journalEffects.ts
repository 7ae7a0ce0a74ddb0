import { readTrytonJournal } from '../../tryton';
import type { WitnessedEffect } from '../checker';

/** What the ERP's journal says was made and taken back: sales by their key, parties by their code. */
export function journalEffects(file: string): readonly WitnessedEffect[] {
  const effects: WitnessedEffect[] = [];
  const codes = new Map<string, string>();
  readTrytonJournal(file, ({ sales = [], rows }) => {
    for (const { what, id, webId } of sales) {
      if (what === 'write' || webId === null) continue;
      effects.push({ model: 'sale', how: what === 'create' ? 'created' : 'deleted', key: webId, id });
    }
    for (const [id, columns] of Object.entries(rows['party.party'] ?? {})) {
      const known = codes.get(id);
      if (columns === null && known !== undefined) effects.push({ model: 'party', how: 'deleted', key: known, id: Number(id) });
      const code = columns?.code;
      if (known !== undefined || typeof code !== 'string') continue;
      codes.set(id, code);
      effects.push({ model: 'party', how: 'created', key: code, id: Number(id) });
    }
  });
  return effects;
}
