import { CommanderError } from 'commander';
import { CommandFailure } from './commandFailure';
import { createProgram } from './program';
import { UsageError } from './usageError';

const EXIT_FAILED = 1;
const EXIT_USAGE = 2;

async function main(): Promise<void> {
  try {
    await createProgram().parseAsync();
  } catch (error) {
    if (error instanceof CommanderError) {
      process.exitCode = error.exitCode === 0 ? 0 : EXIT_USAGE;
      return;
    }
    if (error instanceof CommandFailure || error instanceof UsageError) {
      process.stderr.write(`${error.message}\n`);
      process.exitCode = error instanceof UsageError ? EXIT_USAGE : EXIT_FAILED;
      return;
    }
    throw error;
  }
}

void main();
