import { spawn } from 'node:child_process';
import { appendFileSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { buildSync } from 'esbuild';
import {
  readTrytonJournal,
  runTrytonProcess,
  startTrytonSimulator,
  type SaleEffect,
  type TrytonSimulator,
} from '../../src/tryton';
import { Store } from '../../src/tryton/orm/store';
import { saleValues, TestClient } from './client';

let folder: string;
let file: string;
beforeEach(() => {
  folder = mkdtempSync(path.join(tmpdir(), 'medsupply-test-'));
  file = path.join(folder, 'erp.journal');
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

const noted = (note: string) => ({
  type: 'line',
  product: 2,
  quantity: 1,
  unit: 1,
  unit_price: { __class__: 'Decimal', decimal: '39.9000' },
  taxes: [['add', [1]]],
  note,
});

async function withSimulator(work: (simulator: TrytonSimulator, client: TestClient) => Promise<void>): Promise<void> {
  const simulator = await startTrytonSimulator({ journal: { file } });
  try {
    await work(simulator, await TestClient.login(simulator));
  } finally {
    await simulator.close();
  }
}

function everything(simulator: TrytonSimulator): unknown {
  const models = [
    'sale.sale',
    'sale.line',
    'sale.line-account.tax',
    'stock.move',
    'stock.shipment.out',
    'account.invoice',
    'account.invoice.tax',
    'stock.lot',
  ];
  return models.map((model) => simulator.state.rows(model));
}

test('what was committed stands again after a restart, to the last column, and numbers go on', async () => {
  let before: unknown;
  await withSimulator(async (simulator, client) => {
    const first = await client.createSale({ web_id: 'A', reference: 'PO', lines: [['create', [noted('x'), noted('y')]]] });
    const gone = await client.createSale({ web_id: 'B' });
    await client.call('sale.sale.quote', [first]);
    await client.call('sale.sale.confirm', [first]);
    await client.call('sale.sale.delete', [gone]);
    before = everything(simulator);
  });
  await withSimulator(async (simulator, client) => {
    expect(everything(simulator)).toEqual(before);
    expect(simulator.witness.effects('sale.sale/web_id/A')).toBe(1);
    expect((await client.call('sale.sale.create', [saleValues({ web_id: 'A' })])).error?.[0]).toBe('UserError');
    const next = await client.createSale({ web_id: 'C' });
    expect(next).toBe(3);
    await client.call('sale.sale.quote', [next]);
    expect((await client.readSale(next, 'number')).number).toBe('2');
  });
});

test('a refused call leaves no line, a line that broke off counts as never answered', async () => {
  await withSimulator(async (_, client) => {
    await client.createSale({ web_id: 'A' });
    const size = readFileSync(file).length;
    await client.call('sale.sale.create', [saleValues({ web_id: 'A' })]);
    await client.call('sale.sale.search', []);
    expect(readFileSync(file).length).toBe(size);
  });
  appendFileSync(file, '{"atMs":1,"rows":{"sale.sale":{"99":{"web_');
  await withSimulator(async (simulator, client) => {
    expect(simulator.listSales()).toHaveLength(1);
    await client.createSale({ web_id: 'B' });
  });
  await withSimulator(async (simulator) => expect(simulator.listSales().map(({ webId }) => webId)).toEqual(['A', 'B']));
});

test('a transaction that cannot be written down is taken back', () => {
  const store = new Store();
  const table = store.table('party.party');
  store.transaction(() => table.put({ id: table.nextId(), name: 'kept' }));
  store.onCommit = () => {
    throw new Error('database or disk is full');
  };
  expect(() =>
    store.transaction(() => {
      table.put({ id: 1, name: 'lost' });
      table.put({ id: table.nextId(), name: 'lost too' });
      store.nextNumber('party.party');
    }),
  ).toThrow('disk is full');
  expect(table.all()).toEqual([{ id: 1, name: 'kept' }]);
  expect([table.nextId(), store.nextNumber('party.party')]).toEqual([2, 1]);
});

test('the journal says what each commit did to which sale, with the version that stands in it', async () => {
  await withSimulator(async (_, client) => {
    const note = (version: string) => `medsupply version ${version}\ncontent 0`;
    const id = await client.createSale({ web_id: 'A', lines: [['create', [noted(note('1')), noted(note('1'))]]] });
    await client.call('sale.sale.quote', [id]);
    await client.call('sale.sale.draft', [id]);
    const { lines } = await client.readSale(id, 'lines');
    await client.call('sale.sale.write', [id], {
      lines: [
        ['delete', lines],
        ['create', [noted(note('2026-11-20T10:02:00Z/x'))]],
      ],
    });
    await client.call('sale.sale.cancel', [id]);
    await client.call('sale.sale.delete', [id]);
  });
  const effects: SaleEffect[] = [];
  readTrytonJournal(file, ({ sales = [] }) => effects.push(...sales));
  expect(effects.map(({ what, webId, state, version }) => [what, webId, state, version])).toEqual([
    ['create', 'A', 'draft', '1'],
    ['write', 'A', 'quotation', '1'],
    ['write', 'A', 'draft', '1'],
    ['write', 'A', 'draft', '2026-11-20T10:02:00Z/x'],
    ['write', 'A', 'cancelled', '2026-11-20T10:02:00Z/x'],
    ['delete', 'A', 'cancelled', null],
  ]);
});

test.each([
  [['--port', 'many'], '--port takes a number, not "many"'],
  [['--late-lookup-ms=-1'], '--late-lookup-ms takes a number'],
  [['--colour'], '--colour'],
])('the process refuses %j and says why', async (flags, message) => {
  await expect(runTrytonProcess(flags)).rejects.toThrow(message);
});

test('a process that is killed again and again loses nothing that it had answered', async () => {
  const program = path.join(folder, 'process.js');
  buildSync({
    stdin: {
      contents: "require('./process').runTrytonProcess(process.argv.slice(2))",
      resolveDir: path.join(__dirname, '../../src/tryton'),
    },
    bundle: true,
    platform: 'node',
    outfile: program,
    logLevel: 'silent',
  });
  const answered: string[] = [];
  for (let life = 0; life < 4; life++) {
    const child = spawn(process.execPath, [program, '--journal', file], { stdio: ['ignore', 'pipe', 'ignore'] });
    const ended = new Promise((resolve) => child.once('exit', resolve));
    const [line] = await new Promise<string[]>((resolve) =>
      createInterface(child.stdout).once('line', (text) => resolve([text])),
    );
    const client = await TestClient.login(JSON.parse(line ?? '{}') as { url: string; database: string });
    const killed = setTimeout(() => child.kill('SIGKILL'), 150 + life * 50);
    for (let place = 0; ; place++) {
      const webId = `${life}-${place}`;
      const created = await client.call('sale.sale.create', [saleValues({ web_id: webId })]).catch(() => undefined);
      if (created === undefined) break;
      answered.push(webId);
    }
    clearTimeout(killed);
    await ended;
  }
  expect(answered.length).toBeGreaterThan(20);
  await withSimulator(async (simulator) => {
    const stored = simulator.listSales().map(({ webId }) => webId ?? '');
    expect(new Set(stored).size).toBe(stored.length);
    expect(answered.filter((webId) => !stored.includes(webId))).toEqual([]);
    expect(stored.length - answered.length).toBeLessThanOrEqual(4);
  });
}, 60_000);
