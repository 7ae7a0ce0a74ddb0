import type { Delivery } from '../../../core/delivery';
import { deliverOnce } from '../../../core/delivery';
import { Failure } from '../../../core/failure';

interface Stored {
  readonly amount: string;
  readonly state: string;
}

/** A target with one slot, whose steps can be replaced. */
function target(changes: Partial<Delivery<Stored>> = {}) {
  const log: string[] = [];
  const slot: { record?: Stored } = {};
  const delivery: Delivery<Stored> = {
    async find() {
      log.push('find');
      return slot.record;
    },
    async create() {
      log.push('create');
      if (slot.record !== undefined) return 'exists';
      slot.record = { amount: '10.00', state: 'draft' };
      return 'created';
    },
    async complete(record, outcome) {
      log.push(`complete ${outcome}`);
      return { ...record, state: 'confirmed' };
    },
    compare: ({ amount }) => (amount === '10.00' ? [] : [{ field: 'amount', expected: '10.00', actual: amount }]),
    async withdraw() {
      log.push('withdraw');
      slot.record = undefined;
    },
    async settle() {
      log.push('settle');
    },
    ...changes,
  };
  return { delivery, log, slot };
}

const lost = () => new Failure('OutcomeUnknown', 'no answer');

test('a new fact is created, read back, compared and completed', async () => {
  const { delivery, log } = target();
  expect(await deliverOnce(delivery)).toEqual({ outcome: 'created', record: { amount: '10.00', state: 'confirmed' } });
  expect(log).toEqual(['find', 'create', 'find', 'complete created']);
});

test('a fact that is there is compared and completed, never created', async () => {
  const { delivery, log, slot } = target();
  slot.record = { amount: '10.00', state: 'draft' };
  expect((await deliverOnce(delivery)).outcome).toBe('existing');
  expect(log).toEqual(['find', 'complete existing']);
});

test('a parallel caller that was faster leaves this one with its record', async () => {
  const { delivery, slot } = target({
    async create() {
      slot.record = { amount: '10.00', state: 'draft' };
      return 'exists';
    },
  });
  expect((await deliverOnce(delivery)).outcome).toBe('existing');
});

test('a record of our own that reads back differently is withdrawn', async () => {
  const { delivery, log, slot } = target({
    async create() {
      slot.record = { amount: '9.00', state: 'draft' };
      return 'created';
    },
  });
  expect(await deliverOnce(delivery)).toMatchObject({
    outcome: 'mismatch',
    differences: [{ field: 'amount', expected: '10.00', actual: '9.00' }],
  });
  expect(log).toContain('withdraw');
});

test('a record of somebody else that differs is reported and left alone', async () => {
  const { delivery, log, slot } = target();
  slot.record = { amount: '9.00', state: 'confirmed' };
  expect((await deliverOnce(delivery)).outcome).toBe('mismatch');
  expect(log).toEqual(['find']);
});

test('a target that accepts without storing leaves the fact unconfirmed', async () => {
  const { delivery } = target({ create: async () => 'created' });
  expect(await deliverOnce(delivery)).toEqual({ outcome: 'unconfirmed' });
});

test('a lost answer is settled by waiting and looking', async () => {
  const { delivery, log, slot } = target({
    async create() {
      slot.record = { amount: '10.00', state: 'draft' };
      throw lost();
    },
  });
  expect((await deliverOnce(delivery)).outcome).toBe('existing');
  expect(log).toEqual(['find', 'settle', 'find', 'complete existing']);
});

test('a lost request is sent once more to a keyed target, and only once', async () => {
  let attempts = 0;
  const { delivery } = target({
    keyed: true,
    async create() {
      attempts += 1;
      throw lost();
    },
  });
  await expect(deliverOnce(delivery)).rejects.toThrow('no answer');
  expect(attempts).toBe(2);
});

test('a lost request is never sent again to a target that does not enforce the key', async () => {
  let attempts = 0;
  const { delivery } = target({
    async create() {
      attempts += 1;
      throw lost();
    },
  });
  await expect(deliverOnce(delivery)).rejects.toThrow('no answer');
  expect(attempts).toBe(1);
});

test('a refusal is passed on without a second attempt', async () => {
  const { delivery, log } = target({
    create: async () => {
      throw new Failure('NeedsHuman', 'no such article');
    },
  });
  await expect(deliverOnce(delivery)).rejects.toThrow('no such article');
  expect(log).toEqual(['find']);
});
