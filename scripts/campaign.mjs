// The fault campaign: orders as signed webhooks through the real n8n (and hub) into an ERP simulator, with everything that can go wrong,
// then a judgement by a program of its own. Ends with 1 and the seed when anything was lost, doubled or left unsaid.
//
//   npm run campaign -- --events 2000 --seed 1 --setup single
import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';

const root = path.resolve(import.meta.dirname, '..');
const { CAMPAIGN_USAGE, installN8n, missingServices, missingTools, n8nPaths, parseCampaignOptions, runCampaign } = createRequire(
  import.meta.url,
)('../sandbox/dist/index.js');
const text = { type: 'string' };
const flag = { type: 'boolean' };

function fail(message) {
  console.error(message);
  process.exit(2);
}

let options;
try {
  const { values } = parseArgs({
    options: {
      events: text,
      seed: text,
      setup: text,
      faults: text,
      kills: text,
      batch: text,
      'in-flight': text,
      lease: text,
      backlog: text,
      resume: flag,
      keep: flag,
      help: flag,
    },
  });
  if (values.help) {
    console.log(CAMPAIGN_USAGE);
    process.exit(0);
  }
  options = parseCampaignOptions(values);
} catch (error) {
  fail(`${error.message}\n\n${CAMPAIGN_USAGE}`);
}

const missing = [...missingTools(), ...(options.setup === 'queue' ? missingServices() : [])];
if (missing.length > 0)
  fail(`Not on this machine (Debian packages): ${missing.join(', ')}. scripts/live/install-debian.sh installs them.`);

for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => process.exit(130));
const { setup, events, seed, resume } = options;
console.log(`campaign ${setup}: ${events} events, seed ${seed}${resume ? ', resumed' : ''}`);
let folder;
try {
  await installN8n(n8nPaths(root), (line) => console.log(`n8n: ${line}`));
  folder = await runCampaign(root, options, (line) => console.log(line));
} catch (error) {
  console.error(`The campaign broke off (seed ${seed}): ${error.stack ?? error}`);
  console.error(`It can go on: npm run campaign -- --setup ${setup} --events ${events} --seed ${seed} --resume`);
  process.exit(1);
}

const { status } = spawnSync(process.execPath, [path.join(root, 'scripts/campaign-check.mjs'), folder.path], {
  cwd: root,
  stdio: 'inherit',
});
if (status === 0 && !options.keep) folder.thin();
if (status !== 0) console.error(`seed ${seed}`);
process.exit(status ?? 1);
