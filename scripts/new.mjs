// npm run new -- <Name>   adds a platform: a folder that compiles, registered in package.json, with the contract suite
// failing until platform.ts and the fixtures are filled in.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { files } from './new/files.mjs';

const root = path.resolve(import.meta.dirname, '..');
const [name, ...rest] = process.argv.slice(2);

function stop(message) {
  console.error(message);
  process.exit(2);
}

if (!name || rest.length > 0) stop('Usage: npm run new -- <Name>     for example: npm run new -- Alibaba');
if (!/^[A-Z][A-Za-z0-9]{1,30}$/.test(name))
  stop(`"${name}" cannot be used: a platform name is written like a class, for example Alibaba or JdWholesale.`);
if (existsSync(path.join(root, 'nodes', name))) stop(`nodes/${name} exists already.`);

const created = files(name);
for (const [file, text] of Object.entries(created)) {
  const target = path.join(root, file);
  mkdirSync(path.dirname(target), { recursive: true });
  writeFileSync(target, text);
}

const manifestFile = path.join(root, 'package.json');
const manifest = JSON.parse(readFileSync(manifestFile, 'utf8'));
manifest.n8n.nodes = [...manifest.n8n.nodes, `dist/nodes/${name}/${name}.node.js`].sort();
manifest.n8n.credentials = [...manifest.n8n.credentials, `dist/credentials/MedSupply${name}Api.credentials.js`].sort();
writeFileSync(manifestFile, `${JSON.stringify(manifest, null, 2)}\n`);

console.log(`Made ${Object.keys(created).length} files and registered them in package.json:\n`);
for (const file of Object.keys(created)) console.log(`  ${file}`);
console.log(
  `\nNext:\n  1. nodes/${name}/platform.ts: hosts, limits, what errors mean\n  2. test/fixtures/${name.toLowerCase()}/: what the vendor really sends, scrubbed\n  3. npm test -- nodes/${name}   (fails until 1 and 2 are done)`,
);
