import type { Command } from 'commander';
import { CommanderError } from 'commander';

export interface CommandResult {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in this process, with the exit codes of the program. */
export async function runCommand(command: Command, args: readonly string[]): Promise<CommandResult> {
  const written = { stdout: '', stderr: '' };
  const catching = (name: 'stdout' | 'stderr') =>
    jest.spyOn(process[name], 'write').mockImplementation((text) => {
      written[name] += String(text);
      return true;
    });
  const spies = [catching('stdout'), catching('stderr')];
  const before = process.exitCode;
  process.exitCode = undefined;
  quietly(command);
  let code = 0;
  try {
    await command.parseAsync([...args], { from: 'user' });
    code = Number(process.exitCode ?? 0);
  } catch (error) {
    code = error instanceof CommanderError || (error as Error).name === 'UsageError' ? 2 : 1;
    if (
      (error as Error).name !== 'UsageError' &&
      (error as Error).name !== 'CommandFailure' &&
      !(error instanceof CommanderError)
    )
      throw error;
    written.stderr += (error as Error).message;
  } finally {
    for (const spy of spies) spy.mockRestore();
    process.exitCode = before;
  }
  return { code, ...written };
}

function quietly(command: Command): void {
  command.exitOverride();
  for (const child of command.commands) quietly(child);
}
