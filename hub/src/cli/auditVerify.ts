import { createReadStream, readFileSync } from 'node:fs';
import { createPublicKey, type KeyObject } from 'node:crypto';
import { Command } from 'commander';
import { parseCheckpoint } from '../../../core/audit';
import { verifyStream } from '../audit/verifyFile';
import { printJson, reject } from './io';
import { UsageError } from './usageError';

interface VerifyCommandOptions {
  readonly key: readonly string[];
  readonly checkpoint?: string;
}

/** `medsupply audit verify`: needs the file and the public key, no database and no network. */
export function verifyCommand(): Command {
  return new Command('verify')
    .description('Verify an export: exit 0 when it is whole, 1 with the first bad sequence number when it is not')
    .argument('<file>', 'export, - for stdin')
    .requiredOption('--key <public.pem...>', 'public key of the log; several where the key was replaced after a loss')
    .option('--checkpoint <file>', 'a checkpoint kept elsewhere: the export must contain its rows')
    .action(async (file: string, { key, checkpoint }: VerifyCommandOptions) => {
      const publicKeys = key.map(readPublicKey);
      const outside = checkpoint === undefined ? undefined : readCheckpoint(checkpoint);
      const report = await verifyStream(await open(file), { publicKeys, outside });
      if (report.ok) printJson(report);
      else reject(report);
    });
}

/** @throws UsageError when the file is not an Ed25519 public key */
export function readPublicKey(file: string): KeyObject {
  const text = read(file);
  // A private key has a public one inside; who verifies should not have it, so it is not taken.
  if (text.includes('PRIVATE')) throw new UsageError(`${file} is a private key: verifying needs the public one (….public.pem).`);
  try {
    const key = createPublicKey(text);
    if (key.asymmetricKeyType === 'ed25519') return key;
  } catch {
    // said below
  }
  throw new UsageError(`${file} is not an Ed25519 public key in PEM form.`);
}

/** @throws UsageError when the file is not a checkpoint */
export function readCheckpoint(file: string): string {
  const text = read(file);
  const checkpoint = parseCheckpoint(text);
  if (typeof checkpoint === 'string') throw new UsageError(`${file} is not a checkpoint: ${checkpoint}.`);
  return text;
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw new UsageError(`${file}: it cannot be read (${(error as NodeJS.ErrnoException).code ?? 'unknown reason'})`);
  }
}

async function open(file: string) {
  if (file === '-') return process.stdin;
  const stream = createReadStream(file, { highWaterMark: 1024 * 1024 });
  await new Promise<void>((resolve, fail) => {
    stream.once('open', () => resolve());
    stream.once('error', (error: NodeJS.ErrnoException) =>
      fail(new UsageError(`${file}: it cannot be read (${error.code ?? 'unknown reason'})`)),
    );
  });
  return stream;
}
