import { FaultPlan, Witness } from '../../src/faults';

const rates = { timeoutAfterCommit: 0.2, error429: 0.2, lateCommit: 0.1 };

function draws(plan: FaultPlan, keys: readonly string[]): ReadonlyMap<string, string> {
  return new Map(keys.map((key) => [key, plan.draw(key)?.kind ?? 'none']));
}

test('the same seed gives each request the same fault, whatever the order of arrival', () => {
  const keys = Array.from({ length: 200 }, (_, i) => `order-${i}`);
  const forward = draws(new FaultPlan({ seed: 7, rates }), keys);
  const backward = draws(new FaultPlan({ seed: 7, rates }), [...keys].reverse());
  expect(keys.map((key) => backward.get(key))).toEqual(keys.map((key) => forward.get(key)));
});

test('another seed gives another plan', () => {
  const keys = Array.from({ length: 200 }, (_, i) => `order-${i}`);
  expect([...draws(new FaultPlan({ seed: 7, rates }), keys)]).not.toEqual([...draws(new FaultPlan({ seed: 8, rates }), keys)]);
});

test('a rate is the share of requests that meet the fault', () => {
  const plan = new FaultPlan({ seed: 3, rates: { error429: 0.25 } });
  const hits = Array.from({ length: 10_000 }, (_, i) => plan.draw(`k${i}`)).filter((fault) => fault !== undefined).length;
  expect(hits).toBeGreaterThan(2300);
  expect(hits).toBeLessThan(2700);
});

test('programmed faults come first, one for each request', () => {
  const plan = new FaultPlan().next('cutResponse', 'none', { kind: 'lateCommit', commitDelayMs: 42 });
  expect([plan.draw('a')?.kind, plan.draw('a')?.kind, plan.draw('b')?.commitDelayMs, plan.draw('b')]).toEqual([
    'cutResponse',
    undefined,
    42,
    undefined,
  ]);
});

test('rates that are no probabilities are refused', () => {
  expect(() => new FaultPlan({ rates: { error429: 1.5 } })).toThrow(RangeError);
  expect(() => new FaultPlan({ rates: { error429: 0.6, lateCommit: 0.6 } })).toThrow(RangeError);
});

test('the witness names what was lost and what happened twice', () => {
  const witness = new Witness();
  for (const key of ['a', 'b', 'b']) witness.record(key);
  expect({ doubled: witness.doubled(), lost: witness.lost(['a', 'b', 'c']), b: witness.effects('b') }).toEqual({
    doubled: ['b'],
    lost: ['c'],
    b: 2,
  });
});
