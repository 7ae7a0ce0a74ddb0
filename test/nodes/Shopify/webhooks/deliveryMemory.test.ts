import { DeliveryMemory } from '../../../../nodes/Shopify/webhooks/deliveryMemory';

const HOUR = 3_600_000;

function memory(maxEntries = 3) {
  let nowMs = Date.parse('2026-11-22T10:00:00Z');
  return {
    memory: new DeliveryMemory({ maxAgeMs: 7 * 24 * HOUR, maxEntries }, () => nowMs),
    advance: (ms: number) => void (nowMs += ms),
  };
}

test('a delivery is new once', () => {
  const { memory: seen } = memory();
  expect([seen.isNew('a'), seen.isNew('a'), seen.isNew('b')]).toEqual([true, false, true]);
});

test('the last retry of Shopify, four hours later, is still recognised', () => {
  const { memory: seen, advance } = memory();
  seen.isNew('a');
  advance(4 * HOUR);
  expect(seen.isNew('a')).toBe(false);
});

test('an id is forgotten after seven days', () => {
  const { memory: seen, advance } = memory();
  seen.isNew('a');
  advance(7 * 24 * HOUR);
  expect(seen.isNew('a')).toBe(true);
});

test('a full memory drops the oldest and goes on', () => {
  const { memory: seen, advance } = memory(3);
  for (const id of ['a', 'b', 'c', 'd']) {
    expect(seen.isNew(id)).toBe(true);
    advance(1);
  }
  expect(seen.size).toBe(3);
  expect([seen.isNew('d'), seen.isNew('a')]).toEqual([false, true]);
});

test('a delivery whose run did not start can be taken back', () => {
  const { memory: seen } = memory();
  seen.isNew('a');
  seen.forget('a');
  expect(seen.isNew('a')).toBe(true);
});
