import { Command } from 'commander';
import { auditCommand } from './audit';
import { documentCommand } from './document';
import { hubCommand } from './hub';
import { mapCommand } from './map';

/**
 * The `medsupply` command line. Exit 0: done, 1: rejected or not possible (the JSON, or a sentence on stderr, says why), 2: the command
 * was called wrongly (a sentence on stderr).
 */
export function createProgram(): Command {
  const program = new Command('medsupply')
    .description(
      'The hub of n8n-nodes-medsupply, and its mappings and documents on the command line. Exit 0 done, 1 rejected, 2 wrong usage.',
    )
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(add --help for the possible commands)')
    .exitOverride();
  for (const command of [mapCommand(), documentCommand(), hubCommand(), auditCommand()]) program.addCommand(inherit(command));
  return program;
}

/** Commander copies `exitOverride` only to commands made by `.command()`. */
function inherit(command: Command): Command {
  command.exitOverride().showHelpAfterError('(add --help for the possible commands)');
  for (const child of command.commands) inherit(child);
  return command;
}
