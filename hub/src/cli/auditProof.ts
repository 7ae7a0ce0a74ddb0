import { readFileSync } from 'node:fs';
import { Command } from 'commander';
import { verifyProof } from '../../../core/audit';
import { consistencyProofOf, inclusionProofOf } from '../audit';
import { ApiClient, withHub, type ApiOptions } from './apiClient';
import { positive } from './auditNumbers';
import { withAuditStore } from './auditStore';
import { readCheckpoint, readPublicKey } from './auditVerify';
import { settingsOf, withSettings } from './hubSettings';
import { printJson, reject } from './io';
import { UsageError } from './usageError';

type Options = ApiOptions & Record<string, unknown>;

/** `medsupply audit proof …`: proofs about single rows and about two checkpoints, and checking them. */
export function proofCommand(): Command {
  const command = new Command('proof').description('Prove that a row is in the log, or that one checkpoint continues another');

  withSettings(
    withHub(
      command
        .command('inclusion')
        .description('Show that a row is in the log')
        .requiredOption('--seq <row>', 'the row')
        .option('--size <rows>', 'rows of the tree (default: the oldest checkpoint that covers the row)'),
    ),
    'places',
  ).action(async (options: Options & { seq: string; size?: string }) => {
    const [seq, size] = [positive('--seq', options.seq) ?? 1, positive('--size', options.size)];
    if (options.url !== undefined) printJson(await new ApiClient(options).get('/v1/audit/proof/inclusion', { seq, size }));
    else printJson(await withAuditStore(settingsOf(options), async (database) => await inclusionProofOf(database, seq, size)));
  });

  withSettings(
    withHub(
      command
        .command('consistency')
        .description('Show that the log of an earlier checkpoint is the beginning of a later one')
        .requiredOption('--first <rows>', 'size of the earlier one')
        .option('--second <rows>', 'size of the later one (default: the newest)'),
    ),
    'places',
  ).action(async (options: Options & { first: string; second?: string }) => {
    const [first, second] = [positive('--first', options.first) ?? 1, positive('--second', options.second)];
    if (options.url !== undefined) printJson(await new ApiClient(options).get('/v1/audit/proof/consistency', { first, second }));
    else
      printJson(await withAuditStore(settingsOf(options), async (database) => await consistencyProofOf(database, first, second)));
  });

  command
    .command('verify')
    .description('Check a proof: exit 0 when it holds, 1 when it does not')
    .argument('<file>', 'proof as the commands above print it')
    .requiredOption('--key <public.pem...>', 'public key of the log')
    .option('--checkpoint <file...>', 'checkpoints kept elsewhere, used instead of those in the proof')
    .action((file: string, { key, checkpoint = [] }: { key: readonly string[]; checkpoint?: readonly string[] }) => {
      const verdict = verifyProof(readProof(file), key.map(readPublicKey), checkpoint.map(readCheckpoint));
      if (verdict.ok) printJson(verdict);
      else reject(verdict);
    });

  return command;
}

function readProof(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new UsageError(`${file}: ${(error as NodeJS.ErrnoException).code ?? 'it is not JSON'}`);
  }
}
