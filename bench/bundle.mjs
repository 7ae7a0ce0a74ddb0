import { mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import os from 'node:os';
import path from 'node:path';
import { buildSync } from 'esbuild';

const require = createRequire(import.meta.url);

/**
 * Bundles a module as the pack is bundled and loads it: what is measured is what users run.
 * @param options esbuild's `entryPoints` or `stdin`
 */
export function loadBundled(options) {
  const folder = mkdtempSync(path.join(os.tmpdir(), 'bench-'));
  try {
    const outfile = path.join(folder, 'bundle.cjs');
    buildSync({ bundle: true, platform: 'node', format: 'cjs', target: 'node20', outfile, logLevel: 'error', ...options });
    return require(outfile);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
