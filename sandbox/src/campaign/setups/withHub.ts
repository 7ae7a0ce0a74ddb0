import { once } from 'node:events';
import { copyFileSync, createWriteStream } from 'node:fs';
import path from 'node:path';
import { createHubKey, medsupply, prepareHub, type HubOptions } from '../processes';
import type { HubReader } from './hubClient';
import type { SetupContext } from './setup';

/** The API keys of a campaign: one that n8n works with and one that reads everything. */
export interface HubKeys {
  readonly n8n: string;
  readonly reader: string;
}

/** Makes the hub's store and its keys, once in the life of a campaign. */
export function hubKeys(context: SetupContext, options: HubOptions): HubKeys {
  const known = context.state.hubKeys;
  if (known !== undefined) return known;
  context.say('making the hub');
  const keys = { n8n: prepareHub(options, 'n8n'), reader: createHubKey(options, 'admin') };
  context.saveState({ hubKeys: keys });
  return keys;
}

/** Writes what the hub shows at the end, for the checker: events, effects, the Desk's list, the audit log and its public key. */
export async function collectHub(context: SetupContext, options: HubOptions, reader: HubReader): Promise<void> {
  const { folder } = context;
  await writeLines(folder.file('hub-events.jsonl'), reader.events());
  await writeLines(folder.file('hub-effects.jsonl'), reader.effects());
  await writeLines(folder.file('hub-desk.jsonl'), await reader.desk());
  const place = ['--data', folder.file('hub'), '--store', options.store];
  copyFileSync(path.join(folder.file('hub'), 'audit.public.pem'), folder.file('audit-public.pem'));
  medsupply(options, ['audit', 'export', ...place, '--out', folder.file('audit.jsonl')]);
}

async function writeLines(file: string, lines: AsyncIterable<unknown> | Iterable<unknown>): Promise<void> {
  const stream = createWriteStream(file);
  for await (const line of lines) if (!stream.write(`${JSON.stringify(line)}\n`)) await once(stream, 'drain');
  stream.end();
  await once(stream, 'finish');
}
