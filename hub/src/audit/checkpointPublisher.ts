import type { KeyObject } from 'node:crypto';
import type { Database, Transaction } from '../store';
import { CheckpointFolder } from './checkpointFolder';
import { checkpointsBeyond, newestCheckpoint } from './checkpointRows';
import { readHead } from './head';

/** Brings checkpoints from the store to the operator's folder: also those of other replicas and those that a crash left over. */
export class CheckpointPublisher {
  private readonly folder: CheckpointFolder;
  /** Size of the newest checkpoint that is known to lie in the folder. */
  private published: number | undefined;

  constructor(
    private readonly database: Database,
    folder: string,
    private readonly publicKey: KeyObject,
  ) {
    this.folder = new CheckpointFolder(folder);
  }

  /** @throws Error of the file system: full, read-only, gone; the next call goes on where this one ended */
  async publish(): Promise<void> {
    const waiting = await this.database.read(
      async (transaction) => await checkpointsBeyond(transaction, this.published ?? (await this.newestInFolder(transaction))),
    );
    for (const { size, note } of waiting) {
      this.folder.write(note);
      this.published = size;
    }
  }

  /** Where to go on: behind the newest file; in an empty folder with the newest checkpoint alone. */
  private async newestInFolder(transaction: Transaction): Promise<number> {
    const head = await readHead(transaction);
    const { checkpoint, generation } = this.folder.newest(head?.logId ?? '', [this.publicKey]);
    if (checkpoint !== undefined && generation === head?.generation) return checkpoint.size;
    return ((await newestCheckpoint(transaction))?.size ?? 1) - 1;
  }
}
