// Builds the Desk's page: one script, one style sheet, one HTML file, an icon. `node hub/src/desk/build.mjs [FOLDER]`
import { cpSync, mkdirSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';

const web = path.join(import.meta.dirname, 'web');

/** @param {string} folder where the files go; it is emptied first */
export async function buildDesk(folder) {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const result = await build({
    entryPoints: { desk: path.join(web, 'main.tsx') },
    outdir: folder,
    bundle: true,
    minify: true,
    format: 'iife',
    target: 'es2022',
    charset: 'utf8',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    tsconfigRaw: {},
    legalComments: 'none',
    logLevel: 'warning',
    metafile: true,
  });
  for (const file of ['index.html', 'icon.svg']) cpSync(path.join(web, file), path.join(folder, file));
  return result.metafile;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  await buildDesk(path.resolve(process.argv[2] ?? path.join(import.meta.dirname, '../../dist/desk')));
}
