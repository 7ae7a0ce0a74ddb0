import { Option, type Command } from 'commander';
import { readSettings, SETTINGS, SettingsError, variableOf, type HubSettings } from '../service/settings';
import { UsageError } from './usageError';

type Name = keyof typeof SETTINGS;

/** Settings that say where a hub keeps its things: every command that opens a store takes them. */
const PLACES: readonly Name[] = ['data', 'store', 'keyFile', 'auditKeyFile', 'checkpoints'];

/** Adds flags for settings; each names its variable in the help. */
export function withSettings(command: Command, which: 'places' | 'all'): Command {
  const names = which === 'places' ? PLACES : (Object.keys(SETTINGS) as Name[]);
  for (const name of names) {
    const { flag, argument, help, standard } = SETTINGS[name];
    command.addOption(new Option(`--${flag} ${argument}`, `${help} (default: ${standard}; ${variableOf(name)})`));
  }
  return command;
}

/** @throws UsageError for a setting that cannot be used */
export function settingsOf(options: Readonly<Record<string, unknown>>): HubSettings {
  const flags = Object.fromEntries(
    Object.entries(options).filter((entry): entry is [string, string] => typeof entry[1] === 'string'),
  );
  try {
    return readSettings(process.env, flags);
  } catch (error) {
    if (error instanceof SettingsError) throw new UsageError(error.message);
    throw error;
  }
}
