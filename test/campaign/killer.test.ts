import type { HistoryRecord } from '../../sandbox/src/campaign';
import { Killer, parseKills } from '../../sandbox/src/campaign/killer';
import type { Running, Startable } from '../../sandbox/src/campaign/processes';
import { Supervised } from '../../sandbox/src/campaign/processes';

/** A process that is nothing but its states. */
class FakeProcess implements Running {
  frozen = 0;
  private alive = true;
  private end: () => void = () => undefined;
  readonly ended = new Promise<void>((resolve) => (this.end = resolve));

  constructor(readonly pid: number) {}

  isRunning = (): boolean => this.alive;
  freeze = (): void => void this.frozen++;
  thaw = (): void => void this.frozen--;
  stop = async (): Promise<void> => await this.kill();

  async kill(): Promise<void> {
    this.alive = false;
    this.end();
    await Promise.resolve();
  }
}

function supervised() {
  const lives: FakeProcess[] = [];
  const notes: HistoryRecord[] = [];
  const startable: Startable = {
    name: 'hub',
    start: async () => {
      const life = new FakeProcess(100 + lives.length);
      lives.push(life);
      return await Promise.resolve(life);
    },
  };
  let now = 0;
  return {
    process: new Supervised(
      startable,
      (record) => void notes.push(record),
      () => now++,
    ),
    lives,
    notes,
  };
}

const kinds = (notes: readonly HistoryRecord[]): readonly string[] =>
  notes.map((note) => (note.type === 'process' ? note.how : note.type));

test('a killed process is started again, and both are noted', async () => {
  const { process, lives, notes } = supervised();
  await process.start();
  await process.killAndRestart();
  expect(lives.map((life) => life.isRunning())).toEqual([false, true]);
  expect(kinds(notes)).toEqual(['ready', 'kill', 'ready']);
  expect(process).toMatchObject({ kills: 1, crashes: 0, isReady: true });
});

test('a process that ends by itself is started again and counted as a crash', async () => {
  const { process, lives, notes } = supervised();
  await process.start();
  await lives[0]?.kill();
  await new Promise((resolve) => setImmediate(resolve));
  expect(kinds(notes)).toEqual(['ready', 'crash', 'ready']);
  expect(process).toMatchObject({ kills: 0, crashes: 1, isReady: true });
});

test('a stopped process stays down', async () => {
  const { process, lives, notes } = supervised();
  await process.start();
  await process.stop();
  await process.killAndRestart();
  await new Promise((resolve) => setImmediate(resolve));
  expect(lives).toHaveLength(1);
  expect(kinds(notes)).toEqual(['ready']);
});

test('the killer kills within its range, again and again, and leaves everything running when it stops', async () => {
  const { process, lives } = supervised();
  await process.start();
  let elapsedMs = 0;
  const killer = new Killer({
    seed: '7',
    sleep: async (ms) => {
      elapsedMs += ms;
      if (elapsedMs > 60_000) void stopping();
      await new Promise((resolve) => setImmediate(resolve));
    },
  });
  let stopped: Promise<void> | undefined;
  const stopping = async (): Promise<void> => await (stopped ??= killer.stop());
  killer.hunt(process, [1, 3]);
  while (stopped === undefined) await new Promise((resolve) => setImmediate(resolve));
  await stopped;
  expect(process.kills).toBeGreaterThanOrEqual(20);
  expect(process.kills).toBeLessThanOrEqual(60);
  expect(lives.at(-1)?.isRunning()).toBe(true);
});

test('a frozen process is let go on and not killed meanwhile', async () => {
  const { process, lives, notes } = supervised();
  await process.start();
  const sleeps: number[] = [];
  let framesWhileFrozen = 0;
  const killer = new Killer({
    seed: '7',
    sleep: async (ms) => {
      sleeps.push(ms);
      framesWhileFrozen = Math.max(framesWhileFrozen, lives[0]?.frozen ?? 0);
      await new Promise((resolve) => setImmediate(resolve));
    },
  });
  await killer.freeze(process, 65_000);
  expect(framesWhileFrozen).toBe(1);
  expect(sleeps).toContain(65_000);
  expect(lives[0]?.frozen).toBe(0);
  expect(kinds(notes)).toEqual(['ready', 'freeze', 'thaw']);
});

test('a schedule is read as the command line has it, and a wrong one is named', () => {
  expect(parseKills('hub=1-3,n8n=20-60,freeze')).toEqual({ hub: [1, 3], n8n: [20, 60], freeze: true });
  expect(parseKills('none')).toEqual({ freeze: false });
  expect(() => parseKills('shop=1-3')).toThrow('"shop=1-3" is no part of a kill schedule');
  expect(() => parseKills('hub=3-1')).toThrow('the shortest time comes first');
});
