import { Command } from 'commander';
import { checkpointCommand } from './auditCheckpoint';
import { exportCommand } from './auditExport';
import { rotateKeyCommand } from './auditKey';
import { proofCommand } from './auditProof';
import { verifyCommand } from './auditVerify';

/** `medsupply audit …`: the tamper-evident log. `verify` needs nothing but a file and a public key. */
export function auditCommand(): Command {
  const command = new Command('audit').description('The tamper-evident log: export, verify, prove');
  for (const one of [exportCommand(), verifyCommand(), proofCommand(), checkpointCommand(), rotateKeyCommand()])
    command.addCommand(one);
  return command;
}
