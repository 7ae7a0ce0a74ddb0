import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { KeyObject } from 'node:crypto';
import { isSignedBy, parseCheckpoint, parseOrigin, type Checkpoint } from '../../../core/audit';
import { writeDurably } from './writeDurably';

const FILE = /^(?:(\d+)-)?(\d+)\.txt$/;

/**
 * The folder that the operator names for checkpoints: best a share or a synchronised folder on another machine. One file each:
 * `<size>.txt`, or `<generation>-<size>.txt` for a log that was set back. A file is never written anew.
 */
export class CheckpointFolder {
  constructor(private readonly folder: string) {}

  /** @throws Error of the file system: full, read-only, gone */
  write(note: string): void {
    const checkpoint = parseCheckpoint(note);
    if (typeof checkpoint === 'string') throw new Error(`A checkpoint of the store cannot be read: ${checkpoint}.`);
    const generation = parseOrigin(checkpoint.origin)?.generation ?? 1;
    const file = path.join(this.folder, `${generation === 1 ? '' : `${generation}-`}${checkpoint.size}.txt`);
    if (!existsSync(file)) writeDurably(file, note, 0o644);
  }

  /**
   * The newest checkpoint that one of these keys signed for this log, of its highest generation. Files that cannot be read, or that
   * somebody else signed, are named; so is the folder itself when it cannot be read.
   */
  newest(logId: string, publicKeys: readonly KeyObject[]): NewestCheckpoint {
    const unusable: string[] = [];
    const files = this.files();
    if (files === undefined) return { unusable: [this.folder] };
    for (const file of files) {
      const checkpoint = parseCheckpoint(readFileSync(path.join(this.folder, file), 'utf8'));
      if (typeof checkpoint === 'string' || !publicKeys.some((key) => isSignedBy(checkpoint.note, checkpoint.origin, key))) {
        unusable.push(file);
        continue;
      }
      const origin = parseOrigin(checkpoint.origin);
      if (origin?.logId === logId) return { checkpoint, generation: origin.generation, unusable };
    }
    return { unusable };
  }

  /** The newest first; `undefined` when the folder is there and cannot be read. */
  private files(): string[] | undefined {
    return namesIn(this.folder)
      ?.map((file) => ({ file, parts: FILE.exec(file) }))
      .filter(({ parts }) => parts !== null)
      .map(({ file, parts }) => ({ file, generation: Number(parts?.[1] ?? 1), size: Number(parts?.[2]) }))
      .sort((left, right) => right.generation - left.generation || right.size - left.size)
      .map(({ file }) => file);
  }
}

function namesIn(folder: string): string[] | undefined {
  try {
    return readdirSync(folder);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'ENOENT' ? [] : undefined;
  }
}

export interface NewestCheckpoint {
  readonly checkpoint?: Checkpoint;
  readonly generation?: number;
  readonly unusable: readonly string[];
}
