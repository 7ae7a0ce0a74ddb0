import { appendFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { HistoryWriter, readHistory, type HistoryRecord } from '../../sandbox/src/campaign';
import { doneBefore } from '../../sandbox/src/campaign/resumed';
import { JournalTail } from '../../sandbox/src/campaign/witness';
import { acknowledged, announced, END, START, wanted } from './support';

let folder = '';
beforeEach(() => (folder = mkdtempSync(path.join(tmpdir(), 'medsupply-history-'))));
afterEach(() => rmSync(folder, { recursive: true, force: true }));

async function all(file: string): Promise<readonly HistoryRecord[]> {
  const records: HistoryRecord[] = [];
  for await (const record of readHistory(file)) records.push(record);
  return records;
}

test('a line that an interruption left half written is cut off, and the next record stands on a line of its own', async () => {
  const file = path.join(folder, 'history.jsonl');
  const first = new HistoryWriter(file);
  first.write(START);
  await first.close();
  appendFileSync(file, '{"type":"ack","pla');
  const second = new HistoryWriter(file);
  second.write(END);
  await second.close();
  expect(await all(file)).toEqual([START, END]);
});

test('a line in the middle that is no record is named', async () => {
  const file = path.join(folder, 'history.jsonl');
  writeFileSync(file, `${JSON.stringify(START)}\nnonsense\n`);
  await expect(all(file)).rejects.toThrow('Line 2 of');
});

test('a resumed campaign knows what was acknowledged or given up', async () => {
  const file = path.join(folder, 'history.jsonl');
  const writer = new HistoryWriter(file);
  const abandoned = { type: 'abandoned', place: 4, event: 4, delivery: 'd', attempts: 9, atMs: 1 } as const;
  for (const record of [START, announced(0, 'create', wanted(1)), acknowledged(0), abandoned]) writer.write(record);
  await writer.close();
  expect(await doneBefore(file)).toEqual({ places: new Set([0, 4]), events: new Set([0]), acknowledged: 1 });
  expect(await doneBefore(path.join(folder, 'none'))).toEqual({ places: new Set(), events: new Set(), acknowledged: 0 });
});

test('the tail of a journal counts every sale once, also when a line is read in two parts', () => {
  const file = path.join(folder, 'journal.jsonl');
  const line = (what: string, key: string) =>
    `{"atMs":1,"rows":{},"sales":[{"what":"${what}","id":3,"webId":"${key}","state":"draft"}]}\n`;
  const keys: string[] = [];
  const tail = new JournalTail(file, ({ what, key }) => {
    if (what === 'create') keys.push(key);
  });
  tail.read();
  expect(tail.created).toBe(0);
  const second = line('create', 'order/2');
  writeFileSync(file, `${line('create', 'order/1')}${line('write', 'order/1')}${second.slice(0, 20)}`);
  tail.read();
  expect(keys).toEqual(['order/1']);
  appendFileSync(file, second.slice(20));
  tail.read();
  expect(keys).toEqual(['order/1', 'order/2']);
  expect(readFileSync(file, 'utf8')).toContain('order/2');
});
