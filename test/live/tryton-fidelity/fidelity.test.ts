import { appendFileSync, writeFileSync } from 'node:fs';
import { startTrytonSimulator, type TrytonSimulator } from '../../../sandbox/src/tryton';
import { comparableAnswers, compareAnswers, described, type ComparableAnswer } from './compare';
import { Peer } from './peer';
import { scenarios } from './scenarios';

/**
 * Holds the same conversations with a real Tryton and with the simulator and compares every answer. The real one must just
 * have been reset (`test/live/tryton/30-serve.sh reset`), because ids are compared too. Its address comes from T_URL or T_PORT.
 *
 * TRYTON_FIDELITY_REPORT names a file for the differences. TRYTON_FIDELITY_RECORD names a file for the answers of the real one,
 * which `sandbox/test/tryton/fidelity.test.ts` compares with in every test run.
 */
const realUrl = process.env.T_URL ?? `http://127.0.0.1:${process.env.T_PORT ?? 18000}`;
const database = process.env.T_DB ?? 'erp';
const reportFile = process.env.TRYTON_FIDELITY_REPORT;
const recordFile = process.env.TRYTON_FIDELITY_RECORD;

const counts = { compared: 0, agreeing: 0 };
const recordedAtMs = Date.now();
const recorded: { [scenario: string]: ComparableAnswer[] } = {};
let simulator: TrytonSimulator;

beforeAll(async () => {
  simulator = await startTrytonSimulator({ database });
  if (reportFile) writeFileSync(reportFile, '');
});

afterAll(async () => {
  await simulator.close();
  const isComplete = scenarios.every(({ name }) => name in recorded);
  if (recordFile && isComplete) writeFileSync(recordFile, `${JSON.stringify({ recordedAtMs, scenarios: recorded }, null, 1)}\n`);
  console.log(`${counts.agreeing} of ${counts.compared} answers of the simulator agree with the real Tryton at ${realUrl}`);
});

test.each(scenarios)('the simulator answers as the real Tryton does: $name', async (scenario) => {
  const real = new Peer(realUrl, database);
  const simulated = new Peer(simulator.url, database);
  await scenario.run(real);
  await scenario.run(simulated);
  const answers = comparableAnswers(real.exchanges);
  recorded[scenario.name] = answers;
  const differences = compareAnswers(scenario.name, answers, simulated.exchanges);
  counts.compared += answers.length;
  counts.agreeing += answers.length - differences.length;
  if (reportFile) for (const difference of differences) appendFileSync(reportFile, `${described(difference)}\n\n`);
  expect(differences.map(described)).toEqual([]);
});
