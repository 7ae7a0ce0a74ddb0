import { ManualClock } from '../src/clock';

test('timers run in order of their time, each at its own time', async () => {
  const clock = new ManualClock('2026-11-22T10:00:00Z');
  const seen: string[] = [];
  const note = (name: string) => () => seen.push(`${name}@${clock.now() - Date.parse('2026-11-22T10:00:00Z')}`);
  clock.setTimer(clock.now() + 300, note('late'));
  clock.setTimer(clock.now() + 100, note('early'));
  await clock.advance(299);
  expect(seen).toEqual(['early@100']);
  await clock.advance(1);
  expect(seen).toEqual(['early@100', 'late@300']);
});

test('code that waits may set a further timer before the next one runs', async () => {
  const clock = new ManualClock();
  const seen: string[] = [];
  const worker = (async () => {
    await clock.sleep(100);
    await clock.sleep(100);
    seen.push('worker');
  })();
  clock.setTimer(clock.now() + 250, () => seen.push('timer'));
  await clock.advance(300);
  await worker;
  expect(seen).toEqual(['worker', 'timer']);
});

test('a cancelled timer never runs', async () => {
  const clock = new ManualClock();
  const run = jest.fn();
  clock.setTimer(clock.now() + 10, run)();
  await clock.advance(1000);
  expect(run).not.toHaveBeenCalled();
  expect(clock.nextTimerAt()).toBeUndefined();
});
