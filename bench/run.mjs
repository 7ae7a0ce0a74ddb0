// Runs the benchmarks: every folder below bench/ that has a bench.mjs. Prints their tables and writes each one's section of
// RESULTS.md in place, so that sections of benches that did not run stay as they were.
//
//   node bench/run.mjs [name …] [--quick] [--no-write]
import { existsSync, readFileSync, readdirSync, writeFileSync } from 'node:fs';
import os from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';

const folder = import.meta.dirname;
const resultsFile = path.join(folder, 'RESULTS.md');
const flags = process.argv.slice(2).filter((word) => word.startsWith('--'));
const wanted = process.argv.slice(2).filter((word) => !word.startsWith('--'));
const isQuick = flags.includes('--quick');

if (typeof process.threadCpuUsage !== 'function') {
  console.error(`The benchmarks need Node 24 (this is ${process.version}): run them with "npm run bench".`);
  process.exit(2);
}

const names = readdirSync(folder, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && existsSync(path.join(folder, entry.name, 'bench.mjs')))
  .map(({ name }) => name)
  .filter((name) => wanted.length === 0 || wanted.includes(name))
  .sort();
if (names.length === 0) {
  console.error(`There is no benchmark ${wanted.join(', ')}.`);
  process.exit(2);
}

const intro = `# Benchmark results

Written by \`npm run bench\`; each benchmark replaces its own section. Rates are per second of CPU time of one thread, best of
interleaved rounds. Compare ratios, not rates: ratios survive a change of machine.
`;

/** Machine and date, without anything that names the machine. */
function machine() {
  const cpus = os.cpus();
  return `${new Date().toISOString().slice(0, 10)}, ${cpus[0]?.model.trim() ?? 'unknown CPU'}, ${cpus.length} cores, Node ${process.version}, load ${os.loadavg()[0].toFixed(1)}${isQuick ? ', quick run' : ''}`;
}

function goalLines(goals) {
  return goals.map(({ what, value, limit, kind, unit = '' }) => {
    const isMet = kind === 'min' ? value >= limit : value <= limit;
    return `- ${isMet ? 'met' : '**missed**'}: ${what}: ${value.toPrecision(3)}${unit} (${kind === 'min' ? 'at least' : 'at most'} ${limit}${unit})`;
  });
}

function writeSection(name, text) {
  const known = existsSync(resultsFile) ? readFileSync(resultsFile, 'utf8') : intro;
  const begin = `<!-- begin ${name} -->`;
  const end = `<!-- end ${name} -->`;
  const section = `${begin}\n${text}\n${end}\n`;
  const from = known.indexOf(begin);
  const to = known.indexOf(end);
  const updated =
    from >= 0 && to > from
      ? known.slice(0, from) + section + known.slice(to + end.length).replace(/^\n/, '')
      : `${known.trimEnd()}\n\n${section}`;
  writeFileSync(resultsFile, updated);
}

let missed = 0;
for (const name of names) {
  const { run } = await import(pathToFileURL(path.join(folder, name, 'bench.mjs')).href);
  const { title, text, goals } = await run({ rounds: isQuick ? 4 : 11, cpuMs: isQuick ? 60 : 150 });
  const section = [`## ${title}`, '', machine(), '', text, '', 'Goals:', '', ...goalLines(goals)].join('\n');
  console.log(`\n${section}\n`);
  if (!flags.includes('--no-write')) writeSection(name, section);
  missed += goals.filter(({ value, limit, kind }) => (kind === 'min' ? value < limit : value > limit)).length;
}
// A busy machine may miss a goal once; whoever runs this sees it in the exit code.
process.exitCode = missed > 0 ? 1 : 0;
