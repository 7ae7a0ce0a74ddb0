import { closeSync, fdatasyncSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';

/** How many synchronous 4 kB appends a second this folder's disk takes: what every durable commit is bound by. */
export function syncsPerSecond(folder, milliseconds = 1_000) {
  const file = path.join(folder, 'sync-probe');
  const descriptor = openSync(file, 'w');
  const block = Buffer.alloc(4096, 7);
  let count = 0;
  const startedAt = performance.now();
  try {
    while (performance.now() - startedAt < milliseconds) {
      writeSync(descriptor, block);
      fdatasyncSync(descriptor);
      count += 1;
    }
    return (count / (performance.now() - startedAt)) * 1000;
  } finally {
    closeSync(descriptor);
    rmSync(file);
  }
}
