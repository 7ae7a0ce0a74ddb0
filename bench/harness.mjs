/**
 * Interleaved rounds: every case runs once a round, so a noisy neighbour hits all of them alike. Rates are per second of
 * this thread's CPU time; the best round is the least disturbed one. Ratios survive a change of machine, rates do not.
 */
let sink;
/** Stops the optimiser from dropping the work that is measured. */
export const keep = () => sink;

async function measure(test, cpuMs) {
  const start = process.threadCpuUsage();
  let count = 0;
  let usedMs;
  do {
    if (test.async) for (let i = 0; i < 10; i++) sink = await test.run();
    else for (let i = 0; i < 10; i++) sink = test.run();
    count += 10;
    const used = process.threadCpuUsage(start);
    usedMs = (used.user + used.system) / 1000;
  } while (usedMs < cpuMs);
  return (count / usedMs) * 1000;
}

/**
 * @param cases name → function; the first one is the baseline
 * @returns one row a case: name, best rate per CPU second, microseconds a call, ratio to the baseline
 */
export async function compare(cases, { rounds = 11, cpuMs = 150 } = {}) {
  const tests = [];
  for (const [name, run] of Object.entries(cases)) {
    const first = run();
    const isAsync = typeof first?.then === 'function';
    if (isAsync) await first;
    tests.push({ name, run, async: isAsync, rates: [] });
  }
  for (const test of tests) await measure(test, cpuMs * 2);
  for (let round = 0; round < rounds; round++) for (const test of tests) test.rates.push(await measure(test, cpuMs));
  const best = (test) => Math.max(...test.rates);
  const baseline = best(tests[0]);
  return tests.map((test) => ({
    name: test.name,
    rate: best(test),
    microseconds: 1e6 / best(test),
    ratio: best(test) / baseline,
  }));
}

/** A Markdown table of {@link compare}'s rows; also readable on a terminal. */
export function table(rows, baselineName = rows[0].name) {
  const width = Math.max(...rows.map(({ name }) => name.length));
  const lines = rows.map(
    ({ name, rate, microseconds, ratio }) =>
      `| ${name.padEnd(width)} | ${Math.round(rate).toLocaleString('en').padStart(9)} | ${microseconds.toFixed(1).padStart(8)} | ${ratio.toPrecision(3).padStart(8)} |`,
  );
  return [
    `| ${'case'.padEnd(width)} |  calls/s |  us/call | x ${baselineName} |`,
    `| ${'-'.repeat(width)} | ---: | ---: | ---: |`,
    ...lines,
  ].join('\n');
}
