import type { Database } from '../store';
import type { AesVault } from './aesVault';
import { VaultError } from './vaultError';

/**
 * Notes under which key this store is sealed, and refuses a key file that lacks one: with a lost or exchanged file the hub would
 * otherwise start, seal with a new key, and find out much later that nothing from before opens.
 *
 * @throws VaultError when a key that this store was sealed with is not in the key file
 */
export async function checkVaultKeys(database: Database, vault: AesVault, nowMs: number): Promise<void> {
  const missing = await database.write(async (transaction) => {
    const used = (await transaction.all<{ key_id: string }>('SELECT key_id FROM vault_keys')).map(({ key_id: id }) => id);
    const unknown = used.filter((id) => !vault.keyIds.includes(id));
    const [current] = vault.keyIds;
    if (unknown.length === 0 && current !== undefined) {
      const note = 'INSERT INTO vault_keys (key_id, first_used_at_ms) VALUES (?, ?) ON CONFLICT (key_id) DO NOTHING';
      await transaction.run(note, [current, nowMs]);
    }
    return unknown;
  });
  if (missing.length === 0) return;
  throw new VaultError(
    `The store was sealed with a key that is not in the key file (key id ${missing.join(', ')})`,
    'Put the key file of this store back, or add that key below the current one.',
  );
}
