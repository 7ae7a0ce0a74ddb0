// Judges a campaign by what it left behind: history, the ERP's journal and answers, the hub's lists and audit log. Prints every kind of
// violation with examples; ends with 1 when there is any.
//
//   node scripts/campaign-check.mjs .run/campaign/single-2000-1
import { spawnSync } from 'node:child_process';
import { writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const { CampaignFolder, judgeFolder } = createRequire(import.meta.url)('../sandbox/dist/index.js');
const EXAMPLES = 5;

const [place] = process.argv.slice(2);
if (place === undefined) {
  console.error('Name the folder of a campaign, such as .run/campaign/single-2000-1');
  process.exit(2);
}
const folder = new CampaignFolder(path.resolve(place));

/** Lets the product's own verifier judge the exported log, with nothing but the file and the public key. */
function verifyAudit(file) {
  const args = [path.join(root, 'hub/dist/cli.js'), 'audit', 'verify', file, '--key', folder.file('audit-public.pem')];
  const { status, stdout, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' });
  return { ok: status === 0, said: `${stdout}${stderr}` };
}

const { options, violations, figures } = await judgeFolder(folder, verifyAudit);
const byRule = Map.groupBy(violations, ({ rule }) => rule);
const { disturbances, ...counts } = figures;
console.log(
  `\n${Object.entries(counts)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')}`,
);
console.log(
  Object.entries(disturbances)
    .map(([name, count]) => `${name} ${count}`)
    .join(', ') || 'nothing was killed',
);
for (const [rule, list] of byRule) {
  console.error(`\n${rule}: ${list.length}`);
  for (const { subject, what } of list.slice(0, EXAMPLES)) console.error(`  ${subject}: ${what}`);
}
console.log(violations.length === 0 ? '\nno violation' : `\n${violations.length} violations`);
const found = Object.fromEntries([...byRule].map(([rule, list]) => [rule, list.length]));
const summary = { options, figures, violations: found };
writeFileSync(folder.file('result.json'), `${JSON.stringify(summary, null, 2)}\n`);
process.exit(violations.length === 0 ? 0 : 1);
