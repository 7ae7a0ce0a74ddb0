import { Command } from 'commander';
import { isPreset, isScope, PRESETS, SCOPES } from '../access';
import type { Actor, Scope } from '../contract';
import { settingsOf, withSettings } from './hubSettings';
import { printJson } from './io';
import { formatTable, formatTime } from './table';
import { UsageError } from './usageError';
import { withParts } from './withStore';

const ACTOR: Actor = { kind: 'hub', id: 'command-line' };
const DAY_MS = 86_400_000;
const HOUR_MS = 3_600_000;

interface CreateOptions extends Record<string, unknown> {
  readonly name: string;
  readonly preset?: string;
  readonly scopes?: string;
  readonly expiresInDays?: string;
  readonly json?: boolean;
}

/** `medsupply hub key …`: API keys. A key is printed once; the store keeps a hash. */
export function keyCommand(): Command {
  const command = new Command('key').description('API keys of the hub');

  withSettings(
    command
      .command('create')
      .description('Make a key and print it once')
      .requiredOption('--name <name>', 'who holds it, for lists and the audit log')
      .option('--preset <preset>', `usual scopes: ${Object.keys(PRESETS).join(', ')}`)
      .option('--scopes <scopes>', `scopes with commas between them: ${Object.keys(SCOPES).join(', ')}`)
      .option('--expires-in-days <days>', 'when it ends')
      .option('--json', 'print {"key", "text"}'),
    'places',
  ).action(async (options: CreateOptions) => {
    const scopes = scopesOf(options);
    const expiresAtMs =
      options.expiresInDays === undefined
        ? undefined
        : Date.now() + wholeNumber('--expires-in-days', options.expiresInDays, 1, 3_650) * DAY_MS;
    const made = await withParts(
      settingsOf(options),
      async ({ access }) => await access.create(options.name, scopes, ACTOR, expiresAtMs),
    );
    print(made, options.json);
  });

  withSettings(
    command.command('list').description('List the keys, without their secrets').option('--json', 'print a list of keys'),
    'places',
  ).action(async (options: { json?: boolean } & Record<string, unknown>) => {
    const keys = await withParts(settingsOf(options), async ({ access }) => await access.list());
    if (options.json === true) {
      printJson({ keys });
      return;
    }
    const rows = keys.map(({ id, name, scopes, createdAtMs, lastUsedAtMs, expiresAtMs, revokedAtMs }) => [
      id,
      name,
      revokedAtMs === undefined ? 'active' : `revoked ${formatTime(revokedAtMs)}`,
      formatTime(createdAtMs),
      formatTime(lastUsedAtMs),
      formatTime(expiresAtMs),
      scopeText(scopes),
    ]);
    process.stdout.write(formatTable([['id', 'name', 'state', 'created', 'last used', 'expires', 'scopes'], ...rows]));
  });

  withSettings(
    command
      .command('rotate')
      .description('Give a key a new secret and print it once; the old one works for a while')
      .argument('<id>', 'id of the key (see "key list")')
      .option('--grace-hours <hours>', 'how long the old secret works', '24')
      .option('--json', 'print {"key", "text"}'),
    'places',
  ).action(async (id: string, options: { graceHours: string; json?: boolean } & Record<string, unknown>) => {
    const graceMs = wholeNumber('--grace-hours', options.graceHours, 0, 720) * HOUR_MS;
    print(await withParts(settingsOf(options), async ({ access }) => await access.rotate(id, graceMs, ACTOR)), options.json);
  });

  withSettings(command.command('revoke').description('End a key at once').argument('<id>', 'id of the key'), 'places').action(
    async (id: string, options: Record<string, unknown>) => {
      await withParts(settingsOf(options), async ({ access }) => await access.revoke(id, ACTOR));
      process.stdout.write(`The key ${id} is revoked; a running hub refuses it within a second.\n`);
    },
  );

  return command;
}

function print(
  {
    key,
    text,
  }: { readonly key: { readonly id: string; readonly name: string; readonly scopes: readonly string[] }; readonly text: string },
  json = false,
): void {
  if (json) {
    printJson({ key, text });
    return;
  }
  process.stdout.write(
    formatTable([
      ['id', 'name', 'scopes'],
      [key.id, key.name, scopeText(key.scopes)],
    ]),
  );
  process.stdout.write(`\n${text}\n\n`);
  process.stderr.write('This is the only time the key is shown: the hub keeps a hash of it.\n');
}

/** The preset's name where the scopes are exactly its own: fifteen words in a line are read by nobody. */
function scopeText(scopes: readonly string[]): string {
  const own = [...scopes].sort().join(' ');
  const preset = Object.entries(PRESETS).find(([, words]) => [...words].sort().join(' ') === own);
  return preset === undefined ? scopes.join(' ') : `${preset[0]} (${scopes.length} scopes)`;
}

function scopesOf({ preset, scopes }: CreateOptions): readonly Scope[] {
  if ((preset === undefined) === (scopes === undefined)) throw new UsageError('A key needs either --preset or --scopes.');
  if (preset !== undefined) {
    if (!isPreset(preset)) throw new UsageError(`--preset takes one of ${Object.keys(PRESETS).join(', ')}`);
    return PRESETS[preset];
  }
  const words = (scopes ?? '').split(',').map((word) => word.trim());
  const wrong = words.filter((word) => !isScope(word));
  if (wrong.length > 0) throw new UsageError(`--scopes: ${wrong.join(', ')} is none of ${Object.keys(SCOPES).join(', ')}`);
  return words.filter(isScope);
}

function wholeNumber(flag: string, text: string, min: number, max: number): number {
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max)
    throw new UsageError(`${flag} takes a whole number from ${min} to ${max}`);
  return value;
}
