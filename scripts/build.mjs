// Builds everything that ships: the n8n pack (dist/), the medsupply command line (hub/dist) and the sandbox (sandbox/dist).
// Each node and credential becomes one file with its small libraries inside, because n8n installs no dependencies of ours.
import { cpSync, globSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { build } from 'esbuild';
import { buildDesk } from '../hub/src/desk/build.mjs';

const root = path.resolve(import.meta.dirname, '..');
process.chdir(root);
const started = Date.now();

await import('./generate.mjs');

for (const folder of ['dist', 'hub/dist', 'sandbox/dist']) rmSync(folder, { recursive: true, force: true });

const common = {
  bundle: true,
  platform: 'node',
  target: 'node24',
  format: 'cjs',
  logLevel: 'warning',
  charset: 'utf8',
  metafile: true,
};

// What n8n provides at run time; everything else goes into the files.
const provided = ['n8n-workflow', 'luxon', 'node:crypto'];
const pack = await build({
  ...common,
  entryPoints: [...globSync('nodes/*/*.node.ts'), ...globSync('credentials/*.credentials.ts')],
  outbase: '.',
  outdir: 'dist',
  external: provided,
  // Names of classes must survive: n8n finds a node by the name of its class.
  keepNames: false,
  minifySyntax: true,
});
for (const file of globSync([
  'nodes/**/*.{svg,png}',
  'nodes/*/*.node.json',
  'nodes/**/__schema__/**/*.json',
  'credentials/*.svg',
])) {
  mkdirSync(path.join('dist', path.dirname(file)), { recursive: true });
  cpSync(file, path.join('dist', file));
}
writeFileSync('THIRD-PARTY.md', thirdParty(pack.metafile));

// What npm installs beside the hub stays outside: its package.json lists it, and one copy of each is enough.
const { dependencies: hubLibraries } = JSON.parse(readFileSync('hub/package.json', 'utf8'));
await build({
  ...common,
  entryPoints: ['hub/src/cli/main.ts'],
  outfile: 'hub/dist/cli.js',
  external: Object.keys(hubLibraries).flatMap((name) => [name, `${name}/*`]),
});
await buildDesk(path.resolve('hub/dist/desk'));
await build({
  ...common,
  entryPoints: ['sandbox/src/index.ts'],
  outfile: 'sandbox/dist/index.js',
  external: ['graphql', 'n8n-core', 'n8n-workflow', 'n8n-nodes-base'],
});

console.log(`built in ${((Date.now() - started) / 1000).toFixed(1)} s`);

/** Lists every library that is inside the pack's files, with version and licence. */
function thirdParty(metafile) {
  const packages = new Map();
  for (const input of Object.keys(metafile.inputs)) {
    const name = input.match(/node_modules\/((?:@[^/]+\/)?[^/]+)\//)?.[1];
    if (!name || packages.has(name)) continue;
    const { version, license, homepage } = JSON.parse(readFileSync(path.join('node_modules', name, 'package.json'), 'utf8'));
    packages.set(name, `| ${name} | ${version} | ${license} | ${homepage ?? ''} |`);
  }
  const rows = [...packages.values()].sort();
  return `# Libraries inside the pack\n\nThe files under \`dist/\` carry parts of these libraries. This list is made by the build.\n\n| package | version | licence | home page |\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}
