import { readFileSync } from 'node:fs';
import { parseLossless } from '../../../core/json';
import { UsageError } from './usageError';

const STDIN = 0;

/** Writes the one JSON result of a command. */
export function printJson(value: unknown): void {
  process.stdout.write(`${JSON.stringify(value, null, 2)}\n`);
}

/** Ends the command as "data rejected" after printing why. */
export function reject(value: unknown): void {
  printJson(value);
  process.exitCode = 1;
}

export type JsonFile = { readonly ok: true; readonly value: unknown } | { readonly ok: false; readonly message: string };

/**
 * Reads a JSON file (`-` is stdin) with all digits of large numbers.
 * @throws UsageError when the file cannot be read; text that is not JSON is an answer, not an error
 */
export function readJson(file: string): JsonFile {
  let text: string;
  try {
    text = readFileSync(file === '-' ? STDIN : file, 'utf8');
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code;
    const reason =
      code === 'ENOENT'
        ? 'there is no such file'
        : code === 'EISDIR'
          ? 'it is a folder'
          : `it cannot be read (${code ?? 'unknown reason'})`;
    throw new UsageError(`${file}: ${reason}`);
  }
  try {
    return { ok: true, value: parseLossless(text.replace(/^\uFEFF/, '')) };
  } catch {
    return { ok: false, message: `${file === '-' ? 'the input' : file} is not valid JSON${locate(text)}` };
  }
}

/** Where JSON breaks, without printing any of it (it may be personal). */
function locate(text: string): string {
  if (text.trim() === '') return ': it is empty';
  try {
    JSON.parse(text);
    return '';
  } catch (error) {
    const position = /position (\d+)/.exec((error as Error).message)?.[1];
    if (position === undefined) return '';
    const before = text.slice(0, Number(position)).split('\n');
    return `: near line ${before.length}, column ${(before.at(-1)?.length ?? 0) + 1}`;
  }
}
