import { isFailure } from '../../../../../core/failure';
import type { Failure } from '../../../../../core/failure';
import type { TransportAnswer } from '../../../../../nodes/Erp/systems/tryton/client';
import { accepting, pressButton, searchRead, TrytonClient } from '../../../../../nodes/Erp/systems/tryton/client';
import { error, result, scripted, status } from './scripted';

async function failureOf(promise: Promise<unknown>): Promise<Failure> {
  const reason: unknown = await promise.then(
    () => undefined,
    (thrown: unknown) => thrown,
  );
  if (!isFailure(reason)) throw new Error('expected a failure');
  return reason;
}

const read = (answer: TransportAnswer) => scripted(() => answer).client.call('sale.sale', 'read', [[1], ['state']], 'read');
const write = (answer: TransportAnswer) => scripted(() => answer).client.call('sale.sale', 'create', [[{}]], 'write');

test('a body holds id, method and params and nothing else, with the context last and in English', async () => {
  const { client, sent } = scripted([result([7])]);
  await client.call('party.party', 'search', [[['code', '=', 'X']]], 'read', { active_test: false });
  expect([...(sent[0]?.keys ?? [])].sort()).toEqual(['id', 'method', 'params']);
  expect(sent[0]).toMatchObject({
    method: 'model.party.party.search',
    params: [[['code', '=', 'X']], { company: 1, language: 'en', active_test: false }],
  });
});

test('the preferences are read once an execution, and again after a failure', async () => {
  let asked = 0;
  const transport = {
    async send(body: string): Promise<TransportAnswer> {
      if (!body.includes('get_preferences')) return result([]);
      asked += 1;
      return asked === 1 ? status(404) : result({ company: 1 });
    },
  };
  const client = new TrytonClient(transport, { sleep: async () => undefined, random: Math.random, user: 'u' });
  await expect(client.call('a', 'search', [[]], 'read')).rejects.toThrow('no such database');
  await client.call('a', 'search', [[]], 'read');
  await client.call('a', 'search', [[]], 'read');
  expect(asked).toBe(2);
});

test.each<[string, TransportAnswer, string, string]>([
  ['a business rule', error('UserError', ['The code on party must be unique.', '', null]), 'NeedsHuman', 'NeedsHuman'],
  ['a question', error('UserWarning', ['sale_x_12', 'Shipment "Li Lei" has no carrier', '']), 'NeedsHuman', 'NeedsHuman'],
  ['another sign-in', error('LoginException', ['password', 'Password for connector', 'password']), 'NeedsHuman', 'NeedsHuman'],
  ['a Python exception', error("invalid literal for 'Li Lei'", 'Traceback …'), 'NeedsHuman', 'NeedsHuman'],
  ['an unknown database on SQLite', error("Database '/srv/x.sqlite' doesn't exist!", ''), 'NeedsHuman', 'NeedsHuman'],
  ['HTTP 401', status(401, ''), 'NeedsHuman', 'NeedsHuman'],
  ['HTTP 403', status(403), 'NeedsHuman', 'NeedsHuman'],
  ['HTTP 404', status(404), 'NeedsHuman', 'NeedsHuman'],
  ['HTTP 302', status(302), 'NeedsHuman', 'NeedsHuman'],
  ['HTTP 429', status(429), 'RetryLater', 'RetryLater'],
  ['HTTP 502', status(502), 'RetryLater', 'OutcomeUnknown'],
  ['HTML with 200', status(200), 'RetryLater', 'OutcomeUnknown'],
  ['a cut answer', status(200, '{"id":1,"resu'), 'RetryLater', 'OutcomeUnknown'],
  ['JSON of another kind', status(200, '[]'), 'RetryLater', 'OutcomeUnknown'],
  ['a lost answer', { kind: 'lost', code: 'ECONNRESET' }, 'RetryLater', 'OutcomeUnknown'],
  ['an unreachable host', { kind: 'unreachable', code: 'ECONNREFUSED' }, 'RetryLater', 'RetryLater'],
  ['a locked database', error('database is locked', ''), 'RetryLater', 'RetryLater'],
  ['a serialisation conflict', error('could not serialize access due to concurrent update', ''), 'RetryLater', 'RetryLater'],
  ['a stale record', error('ConcurrencyException', 'Records were modified in the meanwhile'), 'RetryLater', 'RetryLater'],
])('%s is named by what to do next, and shows no value', async (_, answer, whenReading, whenWriting) => {
  const failures = [await failureOf(read(answer)), await failureOf(write(answer))];
  expect(failures.map(({ recovery }) => recovery)).toEqual([whenReading, whenWriting]);
  for (const { message, details } of failures)
    expect(`${message} ${JSON.stringify(details)}`).not.toMatch(/Li Lei|Traceback|srv|html/);
});

test('an unknown field is named, because a name of a field is no value', async () => {
  expect((await failureOf(read(error("'web_id'", '')))).details).toMatchObject({ code: 'unknown-name', record: 'web_id' });
});

test('a call that met another transaction is repeated with growing pauses and then succeeds', async () => {
  const busy = error('database is locked', '');
  const { client, sent, slept } = scripted([busy, busy, error('deadlock detected', ''), result([5])]);
  expect(await client.call('sale.sale', 'create', [[{}]], 'write')).toEqual([5]);
  expect(sent).toHaveLength(4);
  expect(slept).toEqual([50, 100, 200]);
});

test('a change that was planned on an older state of the record is not repeated: it has to be read again', async () => {
  const { client, sent } = scripted([error('ConcurrencyException', 'Records were modified in the meanwhile'), result(1)]);
  expect((await failureOf(client.call('sale.sale', 'write', [[1], {}], 'write'))).details.code).toBe('stale');
  expect(sent).toHaveLength(1);
});

test('a call that is refused for the moment is sent again after the pause that was asked for, a longer pause is passed on', async () => {
  const busy = (retryAfterMs: number): TransportAnswer => ({ kind: 'answer', status: 429, body: '', retryAfterMs });
  const { client, sent, slept } = scripted([busy(1_000), result([5])]);
  expect(await client.call('sale.sale', 'create', [[{}]], 'write')).toEqual([5]);
  expect([sent.length, slept]).toEqual([2, [1_000]]);
  const later = scripted([busy(60_000), result([5])]);
  expect((await failureOf(later.client.call('sale.sale', 'create', [[{}]], 'write'))).details.retryAfterMs).toBe(60_000);
  expect(later.sent).toHaveLength(1);
});

test('conflicts are repeated a bounded number of times', async () => {
  const { client, sent } = scripted(() => error('database is locked', ''));
  expect((await failureOf(client.call('sale.sale', 'create', [[{}]], 'write'))).recovery).toBe('RetryLater');
  expect(sent).toHaveLength(8);
});

test('a write without an answer is never sent again, a read is', async () => {
  const writing = scripted([status(502), result(1)]);
  await failureOf(writing.client.call('sale.sale', 'create', [[{}]], 'write'));
  expect(writing.sent).toHaveLength(1);
  const reading = scripted([status(502), { kind: 'lost', code: 'ETIMEDOUT' }, result([1])]);
  expect(await reading.client.call('sale.sale', 'search', [[]], 'read')).toEqual([1]);
});

test('a search reads page after page by id until one is not full', async () => {
  const rows = Array.from({ length: 1200 }, (_, place) => ({ id: place + 1 }));
  const { client, sent } = scripted(({ params }) => {
    const [domain, , limit] = params as [readonly (readonly [string, string, unknown])[], number, number];
    const after = domain.find(([field]) => field === 'id')?.[2] ?? 0;
    return result(rows.filter(({ id }) => id > Number(after)).slice(0, limit));
  });
  const found = await searchRead(client, 'product.uom', [['active', '=', true]], { fields: ['name'] });
  expect(found.map(({ id }) => id)).toEqual(rows.map(({ id }) => id));
  expect(sent).toHaveLength(3);
});

test('a search is repeated when a record vanished between searching and reading, and gives up on a missing right', async () => {
  const refused = error('UserError', ['You are trying to read records that do not exist anymore.', '', null]);
  const vanished = scripted([refused, result([{ id: 3 }])]);
  expect(await searchRead(vanished.client, 'party.address', [], { fields: ['city'] })).toEqual([{ id: 3 }]);
  const forbidden = scripted(() => refused);
  expect((await failureOf(searchRead(forbidden.client, 'party.address', [], { fields: ['city'] }))).details.code).toBe(
    'UserError',
  );
  expect(forbidden.sent).toHaveLength(3);
});

describe('questions', () => {
  const question = error('UserWarning', ['shipment_out_no_carrier_stock.shipment.out,7', 'No carrier for "Li Lei"', '']);

  test('a question on the list is answered for the signed-in user, and the call repeated', async () => {
    const { client, sent } = scripted([question, result([2]), result([1]), result(null)]);
    await accepting(client, ['shipment_out_no_carrier'], () => client.call('stock.shipment.out', 'pack', [[7]], 'write'));
    expect(sent.map(({ method }) => method.replace('model.', ''))).toEqual([
      'stock.shipment.out.pack',
      'res.user.search',
      'res.user.warning.create',
      'stock.shipment.out.pack',
    ]);
    expect(sent[2]?.params[0]).toEqual([{ name: 'shipment_out_no_carrier_stock.shipment.out,7', user: 2, always: false }]);
  });

  test.each([[[]], [['']], [['sale_']]])(
    'a question that is not on the list %j is a failure with the kind of the question',
    async (accepted) => {
      const { client, sent } = scripted([question]);
      const failure = await failureOf(
        accepting(client, accepted, () => client.call('stock.shipment.out', 'pack', [[7]], 'write')),
      );
      expect(failure.details.nextStep).toContain('(shipment_out_no_carrier)');
      expect(sent).toHaveLength(1);
    },
  );

  test('a question that comes back for ever ends', async () => {
    const { client } = scripted(({ method }) => (method.endsWith('pack') ? question : result([2])));
    expect(
      (await failureOf(accepting(client, ['shipment'], () => client.call('stock.shipment.out', 'pack', [[7]], 'write')))).details
        .code,
    ).toBe('UserWarning');
  });
});

describe('buttons', () => {
  const button = {
    model: 'sale.sale',
    name: 'confirm',
    id: 3,
    reaches: ['confirmed', 'processing'],
    acceptedWarnings: [],
    record: 'order #1001',
  };

  test('the state is read back', async () => {
    const { client } = scripted([result(null), result([{ id: 3, state: 'processing' }])]);
    expect(await pressButton(client, button)).toBe('processing');
  });

  test('a button that answers and does nothing is a failure that names the record', async () => {
    const { client } = scripted([result(null), result([{ id: 3, state: 'draft' }])]);
    const failure = await failureOf(pressButton(client, button));
    expect(failure.message).toContain('order #1001');
    expect(failure.details.code).toBe('silent-button');
  });

  test('a lost answer is settled by the state', async () => {
    const done = scripted([status(504), result([{ id: 3, state: 'confirmed' }])]);
    expect(await pressButton(done.client, button)).toBe('confirmed');
    const open = scripted([status(504), result([{ id: 3, state: 'quotation' }])]);
    expect((await failureOf(pressButton(open.client, button))).recovery).toBe('OutcomeUnknown');
  });
});
