import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { compareAnswers, described, type Recording } from '../../../test/live/tryton-fidelity/compare';
import { Peer } from '../../../test/live/tryton-fidelity/peer';
import { scenarios } from '../../../test/live/tryton-fidelity/scenarios';
import { ManualClock } from '../../src/clock';
import { startTrytonSimulator, type TrytonSimulator } from '../../src/tryton';

/** Answers of a real Tryton 6.0.29, written by `test/live/tryton-fidelity` with TRYTON_FIDELITY_RECORD. */
const recording = JSON.parse(readFileSync(join(__dirname, 'recorded/real-answers.json'), 'utf8')) as Recording;

let simulator: TrytonSimulator;

beforeAll(async () => {
  simulator = await startTrytonSimulator({ clock: new ManualClock(recording.recordedAtMs) });
});

afterAll(() => simulator.close());

test.each(scenarios)('the simulator gives the recorded answers of the real Tryton: $name', async (scenario) => {
  const peer = new Peer(simulator.url, simulator.database, () => recording.recordedAtMs);
  await scenario.run(peer);
  const answers = recording.scenarios[scenario.name] ?? [];
  expect(answers.length).toBeGreaterThan(0);
  expect(compareAnswers(scenario.name, answers, peer.exchanges).map(described)).toEqual([]);
});
