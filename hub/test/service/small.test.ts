import { createJsonLog } from '../../src/service/jsonLog';
import { shutDown, type Within } from '../../src/service/shutdown';
import { Ticker, type Job, type Timers } from '../../src/service/ticker';
import { testLog } from '../access/parts';

/** Timers that a test fires. */
function handTimers(): Timers & { fire(): void; readonly running: () => number } {
  const works = new Set<() => void>();
  return {
    every: (_ms, work) => {
      works.add(work);
      return { stop: () => void works.delete(work) };
    },
    fire: () => works.forEach((work) => work()),
    running: () => works.size,
  };
}

describe('the log', () => {
  test('writes one JSON object a line and leaves out what is below its level', () => {
    const lines: string[] = [];
    const log = createJsonLog(
      'info',
      (line) => lines.push(line),
      () => 0,
    );
    log.debug({ a: 1 }, 'not this');
    log.info({ id: 'x\ny' }, 'this');
    expect(lines).toEqual(['{"time":"1970-01-01T00:00:00.000Z","level":"info","message":"this","id":"x\\ny"}\n']);
  });
});

describe('the ticker', () => {
  test('does not begin a job again while it runs', async () => {
    const timers = handTimers();
    let begun = 0;
    let end: () => void = () => undefined;
    const job: Job = {
      name: 'slow',
      everyMs: 1,
      run: async () => await new Promise<void>((resolve) => ((begun += 1), (end = resolve))),
    };
    const ticker = new Ticker([job], testLog(), timers);
    ticker.start();
    timers.fire();
    timers.fire();
    expect(begun).toBe(1);
    end();
    await new Promise((resolve) => setImmediate(resolve));
    timers.fire();
    expect(begun).toBe(2);
    end();
    await ticker.stop();
    expect(timers.running()).toBe(0);
  });

  test('a job that fails is logged and runs again', async () => {
    const timers = handTimers();
    const log = testLog();
    let begun = 0;
    const job: Job = { name: 'broken', everyMs: 1, run: () => ((begun += 1), Promise.reject(new Error('disk full'))) };
    const ticker = new Ticker([job], log, timers);
    ticker.start();
    timers.fire();
    await new Promise((resolve) => setImmediate(resolve));
    timers.fire();
    await ticker.stop();
    expect(begun).toBe(2);
    expect(log.lines[0]?.fields).toMatchObject({ job: 'broken' });
  });
});

describe('the shutdown', () => {
  test('a step that fails or hangs does not keep the next ones from running', async () => {
    const ran: string[] = [];
    const within: Within = async (_ms, work) =>
      await Promise.race([
        work.then(() => 'done' as const),
        new Promise<'late'>((resolve) => setImmediate(() => resolve('late'))),
      ]);
    const left = await shutDown(
      [
        { name: 'first', run: () => Promise.resolve(ran.push('first')) },
        { name: 'fails', run: () => Promise.reject(new Error('no')) },
        { name: 'hangs', run: async () => await new Promise(() => undefined) },
        { name: 'last', run: () => Promise.resolve(ran.push('last')) },
      ],
      10_000,
      testLog(),
      () => 0,
      within,
    );
    expect(ran).toEqual(['first', 'last']);
    expect(left).toEqual(['fails', 'hangs']);
  });
});
