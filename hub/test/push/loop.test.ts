import { Backoff, pauseMs } from '../../src/push/backoff';
import { Loop, realSleep, type Sleep } from '../../src/push/loop';
import { TestLog } from '../intake/support/parts';

/** A sleep that ends when the test says so, or when it is woken. */
class TestSleep {
  readonly asked: number[] = [];
  private end: () => void = () => undefined;

  readonly sleep: Sleep = async (milliseconds, signal) => {
    this.asked.push(milliseconds);
    await new Promise<void>((resolve) => {
      if (signal.aborted) {
        resolve();
        return;
      }
      this.end = resolve;
      signal.addEventListener('abort', () => resolve());
    });
  };

  async pass(): Promise<void> {
    this.end();
    await settled();
  }
}

const settled = async (): Promise<void> => await new Promise((resolve) => setImmediate(resolve));

describe('the loop', () => {
  let turns: number;
  let time: TestSleep;
  let log: TestLog;
  let loop: Loop;
  let turn: () => Promise<number>;

  beforeEach(() => {
    turns = 0;
    time = new TestSleep();
    log = new TestLog();
    turn = () => Promise.resolve(300);
    const counted = async (): Promise<number> => {
      turns += 1;
      return await turn();
    };
    loop = new Loop({ name: 'test', turn: counted, idleMs: 500, sleep: time.sleep, log });
  });
  afterEach(async () => await loop.stop());

  it('waits between turns for as long as the turn said', async () => {
    loop.start();
    await settled();
    await time.pass();
    await time.pass();
    expect(turns).toBe(2);
    expect(time.asked).toEqual([20, 280, 20]);
  });

  it('begins the next turn at once when it is woken', async () => {
    loop.start();
    await settled();
    await time.pass();
    expect(turns).toBe(1);
    loop.wake();
    await settled();
    expect(turns).toBe(2);
  });

  it('makes one turn out of many wakings that come in a burst', async () => {
    loop.start();
    await settled();
    for (let count = 0; count < 1_000; count++) loop.wake();
    await settled();
    expect(turns).toBe(1);
    await time.pass();
    expect(turns).toBe(2);
  });

  it('goes on after a turn that failed, and says so without the text of the error', async () => {
    turn = () => Promise.reject(Object.assign(new Error('SELECT secret FROM sources'), { code: 'SQLITE_FULL' }));
    loop.start();
    await settled();
    await time.pass();
    await time.pass();
    expect(turns).toBe(2);
    expect(time.asked).toEqual([20, 480, 20]);
    expect(log.lines[0]?.fields).toEqual({ loop: 'test', error: 'Error', code: 'SQLITE_FULL' });
  });

  it('stops only when the turn under way has ended', async () => {
    let end: (waitMs: number) => void = () => undefined;
    turn = () => new Promise((resolve) => (end = resolve));
    loop.start();
    let hasStopped = false;
    const stopping = loop.stop().then(() => (hasStopped = true));
    await settled();
    expect(hasStopped).toBe(false);
    end(0);
    await stopping;
    expect(turns).toBe(1);
  });
});

describe('the real sleep', () => {
  it('ends at once when it is woken, or was before', async () => {
    const wake = new AbortController();
    const sleeping = realSleep(60_000, wake.signal);
    wake.abort();
    await sleeping;
    await realSleep(60_000, wake.signal);
    await realSleep(1, new AbortController().signal);
  });
});

describe('the pause after failures', () => {
  it('doubles, is capped at a minute, and is shortened by chance by no more than half', () => {
    expect([1, 2, 3, 8, 50].map((failures) => pauseMs(failures, () => 0))).toEqual([500, 1_000, 2_000, 60_000, 60_000]);
    expect(pauseMs(3, () => 0.999_999)).toBe(1_000);
  });

  it('grows once for batches that fail together', () => {
    const backoff = new Backoff(() => 0);
    expect(backoff.failed('a', 0)).toBe(500);
    expect(backoff.failed('a', 100)).toBe(400);
    expect(backoff.waitMs('a', 200)).toBe(300);
    expect(backoff.waitMs('b', 200)).toBe(0);
    expect(backoff.failed('a', 500)).toBe(1_000);
    backoff.succeeded('a');
    expect(backoff.waitMs('a', 501)).toBe(0);
  });
});
