import { seedUsers, startTrytonSimulator } from '../../../../sandbox/src/tryton';
import { describeErpContract } from '../contract';
import { describeErpNode } from '../nodeSuite';
import type { TrytonPeer } from '../support/trytonHarness';
import { trytonHarness } from '../support/trytonHarness';

/** Waiting for other callers goes a hundred times faster than with a real server. */
const PACE = 0.01;

async function simulator(): Promise<TrytonPeer> {
  const simulated = await startTrytonSimulator();
  const { url, database } = simulated;
  const close = () => simulated.close();
  const connector = seedUsers.find(({ login }) => login === 'connector');
  return { url, database, user: 'connector', password: connector?.password ?? '', pace: PACE, close };
}

describeErpContract('the Tryton simulator', async () => trytonHarness(await simulator()));
describeErpNode('the Tryton simulator', simulator);
