// The hub through HTTP against a bare server of the same framework, both as processes of their own, on one disk and in one run.
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import os from 'node:os';
import path from 'node:path';
import { load } from './client.mjs';
import { syncsPerSecond } from './disk.mjs';
import { call, deliveries, effectCycle, inserts, plain, registerShop } from './flows.mjs';
import { fillInbox } from './millionRows.mjs';
import { makeKey, startBare, startHub } from './processes.mjs';

const CALLERS = 16;
const MILLION = 1_000_000;
const LISTINGS = [
  ['what needs a person', '/v1/attention?limit=100'],
  ['parked events', '/v1/events?state=parked&limit=100'],
  ['the oldest events', '/v1/events?limit=100'],
  ['events of one order', '/v1/events?businessKey=shopify%2Fbench%2Forder%2F500000&limit=100'],
  ['effects that are open', '/v1/effects?state=unknown&limit=100'],
];

/** Takes pushes and reports nothing, so that the hub has two batches under way and then leaves the disk to the measurement. */
async function startReceiver() {
  const server = createServer((request, response) => request.resume().on('end', () => response.writeHead(200).end()));
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/push`, close: () => server.close() };
}

const median = (values) => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)];
const best = (values) => Math.max(...values);

/** Rounds in which every case runs once, so that a noisy neighbour hits all alike. */
async function measure(cases, rounds) {
  const results = new Map(Object.keys(cases).map((name) => [name, []]));
  for (let round = -1; round < rounds; round++) {
    for (const [name, run] of Object.entries(cases)) {
      const result = await run();
      if (round >= 0) results.get(name).push(result); // the first one warms up
    }
  }
  return results;
}

async function throughput(folder, { rounds, count }) {
  const data = path.join(folder, 'hub');
  const receiver = await startReceiver();
  const bare = await startBare(path.join(folder, 'bare.sqlite'));
  const key = makeKey(data);
  const hub = await startHub(data);
  try {
    const intake = await registerShop(hub, key, receiver.url);
    const syncs = [];
    const results = await measure(
      {
        bare: async () => {
          syncs.push(syncsPerSecond(folder, 300));
          return await load(bare.port, { callers: CALLERS, count, work: plain(inserts(count)) });
        },
        intake: async () => await load(hub.publicPort, { callers: CALLERS, count, work: plain(deliveries(intake, count)) }),
        effects: async () => await load(hub.privatePort, { callers: CALLERS, count, work: effectCycle(key) }),
      },
      rounds,
    );
    return { results, syncs: median(syncs) };
  } finally {
    await hub.stop();
    await bare.stop();
    receiver.close();
  }
}

async function listings(folder) {
  const data = path.join(folder, 'million');
  const key = makeKey(data);
  fillInbox(path.join(data, 'medsupply-hub.sqlite'), MILLION);
  const hub = await startHub(data);
  try {
    const rows = [];
    for (const [name, address] of LISTINGS) {
      await call(hub, key, 'GET', address);
      const times = [];
      for (let i = 0; i < 20; i++) {
        const startedAt = performance.now();
        await call(hub, key, 'GET', address);
        times.push(performance.now() - startedAt);
      }
      rows.push({ name, median: median(times), worst: best(times) });
    }
    return rows;
  } finally {
    await hub.stop();
  }
}

const whole = (value) => Math.round(value).toLocaleString('en');

/** @returns a section of RESULTS.md */
export async function run({ rounds }) {
  const isQuick = rounds <= 4;
  const folder = mkdtempSync(path.join(os.tmpdir(), 'medsupply-bench-'));
  try {
    const { results, syncs } = await throughput(folder, { rounds: isQuick ? 2 : 7, count: isQuick ? 2_000 : 6_000 });
    const rowsListed = await listings(folder);
    const rates = (name) => results.get(name).map(({ rate }) => rate);
    // Ratio round by round: neighbours in time share the state of the disk.
    const ratio = (name) => median(rates(name).map((rate, i) => rate / rates('bare')[i]));
    const line = (label, name, unit) =>
      `| ${label.padEnd(42)} | ${whole(median(rates(name))).padStart(7)} | ${whole(best(rates(name))).padStart(7)} | ${median(
        results.get(name).map(({ p50 }) => p50),
      )
        .toFixed(1)
        .padStart(7)} | ${median(results.get(name).map(({ p99 }) => p99))
        .toFixed(1)
        .padStart(7)} | ${ratio(name).toPrecision(3).padStart(8)} | ${unit} |`;
    const text = [
      `${CALLERS} callers over kept connections, one request at a time each, FULL sync, SQLite; hub, bare server and callers share the machine.`,
      `The disk took ${whole(syncs)} synchronous 4 kB appends a second during the run. The bare server is Fastify with one`,
      'insert a request in a shared commit: no signature, no key, no encryption, no audit log. Bodies have 6 kB.',
      '',
      `| ${'case'.padEnd(42)} | median/s |  best/s | p50 ms | p99 ms | x bare | one is |`,
      `| ${'-'.repeat(42)} | ---: | ---: | ---: | ---: | ---: | --- |`,
      line('bare server', 'bare', 'a request'),
      line('intake: verify, encrypt, store, answer', 'intake', 'a signed delivery'),
      line('effects: claim, then settle', 'effects', 'a cycle of two requests'),
      '',
      `Lists over ${whole(MILLION)} events through HTTP, 20 times each:`,
      '',
      `| ${'list'.padEnd(24)} | median ms | worst ms |`,
      `| ${'-'.repeat(24)} | ---: | ---: |`,
      ...rowsListed.map(
        ({ name, median: middle, worst }) => `| ${name.padEnd(24)} | ${middle.toFixed(1)} | ${worst.toFixed(1)} |`,
      ),
    ].join('\n');
    return {
      title: 'Hub',
      text,
      goals: [
        { what: 'intake against the bare server', value: ratio('intake'), limit: 0.5, kind: 'min' },
        { what: 'claim and settle against the bare server', value: ratio('effects'), limit: 0.4, kind: 'min' },
        {
          what: 'slowest list over a million events, median',
          value: best(rowsListed.map((row) => row.median)),
          limit: 50,
          kind: 'max',
          unit: ' ms',
        },
      ],
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
