import type {
  EffectLedger,
  EffectOutcome,
  EffectPolicy,
  EffectTask,
  RefusedTask,
  WriteRight,
  Written,
} from '../../../core/delivery';
import { fingerprintOf, hashOf, runEffects } from '../../../core/delivery';
import { Failure } from '../../../core/failure';
import { MemoryHub } from '../../support/memoryHub';

const START_MS = Date.parse('2026-11-22T10:00:00Z');
const POLICY: EffectPolicy = {
  leaseMs: 60_000,
  settleMs: 10_000,
  concurrency: 4,
  canLook: true,
  finishEvents: true,
  owner: 'test',
};

/** A hub, a clock and a target that counts what was written, with faults where a test wants them. */
function world() {
  const time = { nowMs: START_MS };
  const clock = { now: () => time.nowMs };
  const hub = new MemoryHub(clock.now);
  const calls: string[] = [];
  const faults: Partial<Record<'claim' | 'settle' | 'report', (call: number) => Failure | undefined>> = {};
  const counts = { claim: 0, settle: 0, report: 0 };
  const call = async <Answer>(name: 'claim' | 'settle' | 'report', work: () => Answer): Promise<Answer> => {
    counts[name] += 1;
    calls.push(name);
    const failure = faults[name]?.(counts[name]);
    if (failure !== undefined) throw failure;
    return work();
  };
  const ledger: EffectLedger = {
    claim: (requests) => call('claim', () => hub.claim(requests)),
    settle: (settlements) => call('settle', () => hub.settle(settlements)),
    report: (reports) => call('report', () => hub.report(reports)),
  };
  const written: string[] = [];
  const run = async (tasks: readonly (EffectTask<object> | RefusedTask)[], policy: Partial<EffectPolicy> = {}) =>
    await runEffects(tasks, ledger, clock, { ...POLICY, ...policy });
  const task = (
    id: string,
    deliver: (right: WriteRight) => Promise<Written<object>> = async () => ({ result: { id } }),
    changes: Partial<EffectTask<object>> = {},
  ): EffectTask<object> => ({
    key: `erp/shop/order/${id}`,
    version: '1',
    fingerprint: `fingerprint-${id}`,
    event: { id: `event-${id}`, lease: `lease-${id}`, attempt: 1 },
    deliver: async (right) => {
      written.push(id);
      return await deliver(right);
    },
    ...changes,
  });
  return { hub, time, calls, counts, faults, written, run, task, ledger };
}

const away = () => new Failure('RetryLater', 'The hub cannot be reached');
const failed = (outcome: EffectOutcome<object> | undefined): Failure => {
  if (outcome?.kind !== 'failed') throw new Error('the effect did not fail');
  return outcome.failure;
};

test('a batch is claimed in one request, settled in one, and reported in one', async () => {
  const { hub, calls, run, task } = world();
  const outcomes = await run([task('1'), task('2'), task('3')]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'done', 'done']);
  expect(calls).toEqual(['claim', 'settle', 'report']);
  expect(hub.reports).toMatchObject([
    { id: 'event-1', lease: 'lease-1', outcome: 'done' },
    { id: 'event-2', outcome: 'done' },
    { id: 'event-3', outcome: 'done' },
  ]);
});

test('a second run writes nothing and answers with the stored result', async () => {
  const { run, task, written } = world();
  await run([task('1')]);
  const [again] = await run([task('1')]);
  expect(again).toEqual({ kind: 'done', result: { id: '1' }, stored: true });
  expect(written).toEqual(['1']);
});

test('when the hub cannot be asked, nothing is written and the events are given back', async () => {
  const { faults, written, run, task, hub } = world();
  faults.claim = away;
  const outcomes = await run([task('1'), task('2')]);
  expect(written).toEqual([]);
  expect(outcomes.map((outcome) => failed(outcome).recovery)).toEqual(['RetryLater', 'RetryLater']);
  expect(failed(outcomes[0]).details.nextStep).toMatch(/^Nothing was written/);
  expect(hub.reports.map(({ outcome }) => outcome)).toEqual(['released', 'released']);
});

test('when the key may not claim, nothing is written and the attempt counts, so that it does not go round for ever', async () => {
  const { faults, written, run, task, hub } = world();
  faults.claim = () => new Failure('NeedsHuman', 'The key lacks the scope effects:write', { httpStatus: 403 });
  await run([task('1')]);
  expect(written).toEqual([]);
  expect(hub.reports).toMatchObject([{ outcome: 'failed' }]);
});

test('when the hub cannot be told, the item fails as unknown, and the next hand-out looks before it would write', async () => {
  const { faults, run, task, time } = world();
  faults.settle = (count) => (count === 1 ? away() : undefined);
  const [first] = await run([task('1')]);
  expect(failed(first)).toMatchObject({
    recovery: 'OutcomeUnknown',
    message: expect.stringMatching(/^OUTCOME UNKNOWN: The record was written/),
  });

  time.nowMs += 61_000;
  const [early] = await run([task('1')]);
  expect(failed(early)).toMatchObject({ details: { outcome: 'unknown', notBefore: '2026-11-22T10:01:10.000Z' } });

  time.nowMs += 10_000;
  let looked = false;
  const [late] = await run([
    task('1', async ({ lookFirst }) => {
      looked = lookFirst;
      return { result: { found: true } };
    }),
  ]);
  expect(late).toEqual({ kind: 'done', result: { found: true }, stored: false });
  expect(looked).toBe(true);
});

test('an event is never reported before its effect is settled', async () => {
  const { calls, run, task, hub } = world();
  const tasks = Array.from({ length: 50 }, (_, index) => task(String(index)));
  await run(tasks, { concurrency: 8 });
  expect(calls.filter((name) => name === 'settle').length).toBeLessThanOrEqual(3);
  expect(hub.reports).toHaveLength(50);
  expect([...hub.effects.values()].every(({ state }) => state === 'done')).toBe(true);
});

test('a report sees only effects that the ledger knows as finished', async () => {
  const { hub, run, task, ledger } = world();
  const early: string[] = [];
  const report = ledger.report;
  Object.assign(ledger, {
    report: async (reports: Parameters<typeof report>[0]) => {
      for (const { id } of reports) {
        const effect = hub.effects.get(`erp/shop/order/${id.replace('event-', '')}`);
        if (effect?.state !== 'done') early.push(id);
      }
      return await report(reports);
    },
  });
  await run(
    Array.from({ length: 90 }, (_, index) =>
      task(String(index), async () => {
        for (let turn = 0; turn < index % 7; turn++) await Promise.resolve();
        return { result: {} };
      }),
    ),
  );
  expect(early).toEqual([]);
});

test.each<[string, Failure, string, string, object]>([
  [
    'RetryLater',
    new Failure('RetryLater', 'busy with the same record', { retryAfterMs: 5_000, code: 'conflict' }),
    'retry',
    'failed',
    { notBeforeMs: START_MS + 5_000 },
  ],
  ['OutcomeUnknown', new Failure('OutcomeUnknown', 'no answer'), 'unknown', 'unknown', { notBeforeMs: START_MS + 10_000 }],
  [
    'NeedsHuman',
    new Failure('NeedsHuman', 'SKU X not found', { code: 'unknown-sku' }),
    'rejected',
    'parked',
    { code: 'unknown-sku' },
  ],
  ['BadMapping', new Failure('BadMapping', 'no currency'), 'rejected', 'parked', { code: 'bad-mapping' }],
  [
    'a refused sign-in',
    new Failure('NeedsHuman', 'wrong password', { httpStatus: 401 }),
    'rejected',
    'released',
    { notBeforeMs: START_MS + 30_000 },
  ],
  [
    'a target that cannot be reached',
    new Failure('RetryLater', 'no way', { code: 'ECONNREFUSED' }),
    'retry',
    'released',
    { notBeforeMs: START_MS + 30_000 },
  ],
  [
    'a target that is overloaded',
    new Failure('RetryLater', 'too many', { httpStatus: 429, retryAfterMs: 90_000 }),
    'retry',
    'released',
    { notBeforeMs: START_MS + 90_000 },
  ],
  ['Defect', new Failure('Defect', 'bug'), 'unknown', 'failed', {}],
])('%s settles and reports what has to happen next', async (_title, failure, state, outcome, details) => {
  const { hub, run, task } = world();
  const [result] = await run([task('1', async () => Promise.reject(failure))]);
  expect(hub.effects.get('erp/shop/order/1')).toMatchObject({ state });
  expect(hub.reports).toMatchObject([{ outcome, ...details }]);
  expect(failed(result).recovery).toBe(failure.recovery === 'Defect' ? 'OutcomeUnknown' : failure.recovery);
});

test('a foreign error counts as unknown, and its text is told to nobody', async () => {
  const { hub, run, task } = world();
  const outcomes = await run([task('1', async () => Promise.reject(new TypeError('Li Lei, 139 0000 0000')))]);
  expect(hub.effects.get('erp/shop/order/1')?.state).toBe('unknown');
  expect(JSON.stringify([hub.reports, [...hub.effects.values()], outcomes])).not.toContain('Li Lei');
});

test('an unknown outcome of a target that cannot be asked waits for a person', async () => {
  const { hub, run, task } = world();
  await run([task('1', async () => Promise.reject(new Failure('OutcomeUnknown', 'no answer')))], { canLook: false });
  expect(hub.effects.get('erp/shop/order/1')?.state).toBe('parked');
  expect(hub.reports).toMatchObject([{ outcome: 'parked' }]);

  const other = world();
  other.faults.settle = (count) => (count === 1 ? away() : undefined);
  await other.run([other.task('1')], { canLook: false });
  other.time.nowMs += 100_000;
  await other.run([other.task('1')], { canLook: false });
  expect(other.written).toEqual(['1']);
  expect(other.hub.effects.get('erp/shop/order/1')?.state).toBe('parked');
});

test('an older version than the one that stands ends as superseded and is not written', async () => {
  const { hub, written, run, task } = world();
  await run([task('1', undefined, { version: '2', fingerprint: 'new' })]);
  const [older] = await run([task('1', undefined, { version: '1' })]);
  expect(older).toEqual({ kind: 'superseded', key: 'erp/shop/order/1', by: '2' });
  expect(hub.reports.at(-1)).toMatchObject({ outcome: 'superseded' });
  expect(written).toHaveLength(1);
});

test('a target that has a newer version leaves what the ledger has as done', async () => {
  const { hub, run, task } = world();
  const [outcome] = await run([task('1', async () => ({ result: { outcome: 'superseded' }, superseded: true }))]);
  expect(outcome).toMatchObject({ kind: 'done', result: { outcome: 'superseded' } });
  expect(hub.reports).toMatchObject([{ outcome: 'superseded' }]);
  expect(hub.effects.get('erp/shop/order/1')).toMatchObject({ state: 'rejected', doneVersion: undefined });
});

test('the same version with other content is a conflict that names both fingerprints and waits for a person', async () => {
  const { hub, written, run, task } = world();
  await run([task('1')]);
  const [conflict] = await run([task('1', undefined, { fingerprint: 'another-one' })]);
  expect(failed(conflict).message).toMatch(/stored fingerprint-, now another-one/);
  expect(hub.reports.at(-1)).toMatchObject({ outcome: 'parked', code: 'fingerprint-conflict' });
  expect(written).toEqual(['1']);
});

test('what somebody else is writing is left alone until their claim ends', async () => {
  const { hub, written, run, task } = world();
  hub.claim([{ key: 'erp/shop/order/1', fingerprint: 'x', leaseMs: 30_000, settleMs: 0 }]);
  const [outcome] = await run([task('1')]);
  expect(failed(outcome)).toMatchObject({
    recovery: 'RetryLater',
    details: { outcome: 'inFlight', notBefore: '2026-11-22T10:00:30.000Z' },
  });
  expect(hub.reports).toMatchObject([{ outcome: 'released', notBeforeMs: START_MS + 30_000 }]);
  expect(written).toEqual([]);
});

test('effects of one key go one after the other in their order, those of others side by side', async () => {
  const { run, task, hub } = world();
  let writing = 0;
  let most = 0;
  const slow = (name: string, order: string[]) => async () => {
    writing += 1;
    most = Math.max(most, writing);
    order.push(`${name} begins`);
    for (let turn = 0; turn < 5; turn++) await Promise.resolve();
    order.push(`${name} ends`);
    writing -= 1;
    return { result: {} };
  };
  const order: string[] = [];
  await run([
    task('1', slow('create', order), { version: '1', fingerprint: 'a' }),
    task('2', slow('other', [])),
    task('1', slow('change', order), { version: '2', fingerprint: 'b' }),
    ...Array.from({ length: 10 }, (_, index) => task(`x${index}`, slow('more', []))),
  ]);
  expect(order).toEqual(['create begins', 'create ends', 'change begins', 'change ends']);
  expect(most).toBe(4);
  expect(hub.effects.get('erp/shop/order/1')).toMatchObject({ doneVersion: '2' });
});

test('a write is not begun when the claim is nearly over, and its event is given back', async () => {
  const { hub, time, written, run, task } = world();
  const slow = async () => {
    time.nowMs += 50_000;
    return { result: {} };
  };
  const [, second] = await run([task('1', slow), task('2', slow)], { concurrency: 1 });
  expect(written).toEqual(['1']);
  expect(failed(second)).toMatchObject({ recovery: 'RetryLater', details: { code: 'claim-expired' } });
  expect(hub.effects.get('erp/shop/order/2')?.state).toBe('retry');
  expect(hub.reports).toMatchObject([{ outcome: 'done' }, { outcome: 'released' }]);
});

test('a process that was frozen past its claim cannot report over the one that took over', async () => {
  const { hub, time, run, task } = world();
  const [outcome] = await run([
    task('1', async () => {
      time.nowMs += 75_000;
      hub.claim([{ key: 'erp/shop/order/1', version: '1', fingerprint: 'fingerprint-1', leaseMs: 60_000, settleMs: 10_000 }]);
      return { result: { by: 'zombie' } };
    }),
  ]);
  expect(failed(outcome)).toMatchObject({ recovery: 'OutcomeUnknown', message: expect.stringContaining('taken its claim over') });
  expect(hub.effects.get('erp/shop/order/1')).toMatchObject({ state: 'claimed', fence: 2 });
  expect(hub.reports.map(({ outcome: reported }) => reported)).toEqual(['unknown']);
});

test('one settlement that the hub refuses does not take the others down', async () => {
  const { faults, hub, run, task } = world();
  // The batch, then the second one alone, then that one without its result.
  faults.settle = (count) => ([1, 3, 4].includes(count) ? new Failure('BadMapping', 'the token is malformed') : undefined);
  const outcomes = await run([task('1'), task('2'), task('3')]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['done', 'failed', 'done']);
  expect(hub.reports.map(({ outcome }) => outcome)).toEqual(['done', 'unknown', 'done']);
});

test('a result or link that the hub refuses does not keep a finished write from counting', async () => {
  const { faults, hub, run, task } = world();
  faults.settle = (count) => (count === 1 ? new Failure('BadMapping', 'the link is malformed') : undefined);
  const [outcome] = await run([task('1')]);
  expect(outcome?.kind).toBe('done');
  expect(hub.effects.get('erp/shop/order/1')).toMatchObject({ state: 'done', result: undefined });
  expect(hub.reports).toMatchObject([{ outcome: 'done' }]);
});

test('a result that is too large for the hub is kept by its plain members', async () => {
  const { hub, run, task } = world();
  await run([task('1', async () => ({ result: { id: '7', lines: Array.from({ length: 9_000 }, () => 'a line') } }))]);
  expect(hub.effects.get('erp/shop/order/1')?.result).toEqual({ id: '7', shortened: true });
});

test('a lost report costs nothing: the effect is settled, and the item is done', async () => {
  const { faults, hub, run, task } = world();
  faults.report = away;
  const [outcome] = await run([task('1')]);
  expect(outcome?.kind).toBe('done');
  expect(hub.effects.get('erp/shop/order/1')?.state).toBe('done');
});

test('an event with several effects is as far as the worst of them, and reported once', async () => {
  const { hub, run, task } = world();
  const event = { id: 'event-1', lease: 'lease-1', attempt: 1 };
  await run([
    task('1', undefined, { event }),
    task('2', async () => Promise.reject(new Failure('NeedsHuman', 'no')), { event }),
    task('3', async () => Promise.reject(new Failure('RetryLater', 'later')), { event }),
  ]);
  expect(hub.reports).toMatchObject([{ id: 'event-1', outcome: 'parked' }]);
});

test('an event stays open when a later node finishes it, but what fails is reported', async () => {
  const { hub, run, task } = world();
  await run([task('1'), task('2', async () => Promise.reject(new Failure('NeedsHuman', 'no')))], { finishEvents: false });
  expect(hub.reports).toMatchObject([{ id: 'event-2', outcome: 'parked' }]);
});

test('an item that asks for nothing that can be written is reported and claims nothing', async () => {
  const { hub, run, task, counts } = world();
  const refused = { refusal: new Failure('BadMapping', 'no order'), event: { id: 'event-9', lease: 'l', attempt: 1 } };
  const outcomes = await run([refused, task('1')]);
  expect(outcomes.map(({ kind }) => kind)).toEqual(['failed', 'done']);
  expect([...hub.effects.keys()]).toEqual(['erp/shop/order/1']);
  expect(hub.reports.map(({ id, outcome }) => `${id} ${outcome}`).sort()).toEqual(['event-1 done', 'event-9 parked']);
  expect(counts.claim).toBe(1);
});

test('items without an event are claimed and settled all the same', async () => {
  const { hub, calls, run, task } = world();
  await run([task('1', undefined, { event: undefined })]);
  expect(calls).toEqual(['claim', 'settle']);
  expect(hub.effects.get('erp/shop/order/1')?.state).toBe('done');
});

describe('a fingerprint', () => {
  const order = { id: '1', version: '1', updatedAt: 'a', lines: [{ sku: 'X', quantity: '2' }] };
  test('is the same for another version with the same content', () => {
    expect(fingerprintOf({ ...order, version: '2', updatedAt: 'b' })).toBe(fingerprintOf(order));
  });
  test('does not depend on the order of members', () => {
    expect(fingerprintOf({ lines: [{ quantity: '2', sku: 'X' }], id: '1' })).toBe(fingerprintOf(order));
  });
  test('changes with the content and with the options', () => {
    const all = [fingerprintOf(order), fingerprintOf({ ...order, lines: [] }), fingerprintOf(order, { targetState: 'draft' })];
    expect(new Set(all).size).toBe(3);
  });
  test('is made from text that no canonical JSON takes, too', () => {
    expect(fingerprintOf({ note: 'half \ud83d' })).toMatch(/^[0-9a-f]{64}$/);
  });
  test('of a known value is the SHA-256 of its canonical JSON', () => {
    expect(hashOf({ b: 1, a: 'x' })).toBe('cdab067e9f3beb32d1252cfd63e492592fecbf591b0d08cadb24bb17f3864246');
  });
});
