import { Command } from 'commander';
import { documentCommand } from './document';
import { mapCommand } from './map';

/**
 * The `medsupply` command line. Results are JSON on stdout; exit 0: done, 1: the data was rejected (the JSON says why),
 * 2: the command was called wrongly (a sentence on stderr).
 */
export function createProgram(): Command {
  const program = new Command('medsupply')
    .description(
      'Mappings and documents of n8n-nodes-medsupply on the command line. Prints JSON; exit 0 done, 1 data rejected, 2 wrong usage.',
    )
    .configureHelp({ showGlobalOptions: true })
    .showHelpAfterError('(add --help for the possible commands)')
    .exitOverride();
  for (const command of [mapCommand(), documentCommand()]) program.addCommand(inherit(command));
  return program;
}

/** Commander copies `exitOverride` only to commands made by `.command()`. */
function inherit(command: Command): Command {
  command.exitOverride().showHelpAfterError('(add --help for the possible commands)');
  for (const child of command.commands) inherit(child);
  return command;
}
