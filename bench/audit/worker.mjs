// Reads one export in a process of its own, so that its memory and its time are those of the reading alone.
//
//   node worker.mjs BUNDLE EXPORT PUBLIC.pem verify|parse|read
import { createPublicKey } from 'node:crypto';
import { createReadStream, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { createInterface } from 'node:readline';

const [, , bundle, file, keyFile, what] = process.argv;
const { verifyStream } = createRequire(import.meta.url)(bundle);
const stream = createReadStream(file, { highWaterMark: 1024 * 1024 });
const started = process.threadCpuUsage();

let rows = 0;
if (what === 'verify') {
  const report = await verifyStream(stream, { publicKeys: [createPublicKey(readFileSync(keyFile))] });
  if (!report.ok) throw new Error(report.problem);
  rows = report.rows;
} else {
  for await (const line of createInterface({ input: stream })) {
    if (what === 'parse') JSON.parse(line);
    rows++;
  }
}

const { user, system } = process.threadCpuUsage(started);
console.log(JSON.stringify({ rows, cpuMs: (user + system) / 1000, peakMb: process.resourceUsage().maxRSS / 1024 }));
