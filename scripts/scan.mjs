// Runs the engine of n8n's official scanner (@n8n/scan-community-package) over the source and over the packed tarball.
// The scanner's own command line needs a published package and exits 0 even when a package fails; this exits 1.
import { execFileSync } from 'node:child_process';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const root = path.resolve(import.meta.dirname, '..');
const engine = await import(pathToFileURL(path.join(root, 'node_modules/@n8n/scan-community-package/scanner/scanner.mjs')).href);
const work = mkdtempSync(path.join(tmpdir(), 'medsupply-scan-'));
let failed = false;

async function leg(name, folder, patterns) {
  const result = await engine.analyzePackage(folder, patterns);
  console.log(`${result.passed ? 'passed' : 'FAILED'}  ${name}${result.message && !result.passed ? `: ${result.message}` : ''}`);
  if (result.passed) return;
  failed = true;
  console.log(result.details ?? '');
}

try {
  // The source as the scanner would check it out: only what it lints, so that ESLint does not walk node_modules.
  const source = path.join(work, 'source');
  for (const entry of ['package.json', 'nodes', 'credentials', 'core', 'tsconfig.json'])
    cpSync(path.join(root, entry), path.join(source, entry), { recursive: true });
  await leg('source', source, engine.SOURCE_FILE_PATTERNS);

  execFileSync('npm', ['pack', '--silent', '--ignore-scripts', '--workspaces=false', '--pack-destination', work], {
    cwd: root,
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const tarball = readdirSync(work).find((file) => file.endsWith('.tgz'));
  if (!tarball) throw new Error('npm pack made no tarball');
  execFileSync('tar', ['-xzf', path.join(work, tarball), '-C', work]);
  const files = execFileSync('tar', ['-tzf', path.join(work, tarball)], { encoding: 'utf8' })
    .trim()
    .split('\n');
  console.log(`tarball ${tarball}: ${files.length} files`);
  await leg('tarball', path.join(work, 'package'), ['**/*.js', 'package.json']);
} finally {
  rmSync(work, { recursive: true, force: true });
}
process.exit(failed ? 1 : 0);
