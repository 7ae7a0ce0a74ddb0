import { Failure } from '../../../../core/failure';
import type { Outcome } from '../../../../nodes/Shopify/client/answer';
import { nextStep } from '../../../../nodes/Shopify/client/nextStep';

const failure = new Failure('RetryLater', 'busy');
const ok: Outcome = { kind: 'ok', data: { shop: 1 } };
const throttled = (waitMs?: number): Outcome => ({ kind: 'throttled', waitMs, failure });
const refused: Outcome = { kind: 'refused', failure };
const unclear: Outcome = { kind: 'unclear', failure };
const notSent: Outcome = { kind: 'not-sent', failure };

test.each([
  ['an answer is returned', ok, 0, 0, true, { do: 'return' }],
  ['a refusal is final', refused, 0, 0, true, { do: 'stop' }],
  ['a throttled request waits exactly as long as Shopify says', throttled(420), 1, 0, true, { do: 'send', afterMs: 420 }],
  ['a throttled mutation is sent again, because it never ran', throttled(420), 1, 0, false, { do: 'send', afterMs: 420 }],
  [
    'a throttled answer without figures waits between half a second and one',
    throttled(),
    1,
    0,
    true,
    { do: 'send', afterMs: 500 },
  ],
  ['waiting grows while figures stay away', throttled(), 3, 0, true, { do: 'send', afterMs: 2000 }],
  ['the twelfth throttled answer in a row ends it', throttled(420), 12, 0, true, { do: 'stop' }],
  ['a wait of more than two minutes is handed to the user', throttled(120_001), 1, 0, true, { do: 'stop' }],
  ['an unclear answer to a query is asked again', unclear, 0, 1, true, { do: 'send', afterMs: 250 }],
  ['the second wait is twice the first', unclear, 0, 2, true, { do: 'send', afterMs: 500 }],
  ['the fourth unclear answer ends it', unclear, 0, 4, true, { do: 'stop' }],
  ['an unclear answer to a change is never followed by a second change', unclear, 0, 1, false, { do: 'stop' }],
  ['a request that was never sent is sent again, even a change', notSent, 0, 1, false, { do: 'send', afterMs: 250 }],
  ['a shop that can not be reached four times is given up', notSent, 0, 4, false, { do: 'stop' }],
] as const)('%s', (_title, outcome, throttledTries, unclearTries, repeatable, step) => {
  expect(nextStep(outcome, { throttled: throttledTries, unclear: unclearTries }, repeatable, 0)).toMatchObject(step);
});

test('jitter never waits less than half nor more than the whole of a step', () => {
  const wait = (random: number) => nextStep(unclear, { throttled: 0, unclear: 3 }, true, random);
  expect(wait(0)).toEqual({ do: 'send', afterMs: 1000 });
  expect(wait(0.999999)).toEqual({ do: 'send', afterMs: 2000 });
});

test('a stop after throttling tells how long to wait', () => {
  expect(nextStep(throttled(300_000), { throttled: 1, unclear: 0 }, true, 0)).toMatchObject({
    failure: { recovery: 'RetryLater', details: { retryAfterMs: 300_000 } },
  });
});
