import type { IncidentReport } from '../../src/contract';
import { IncidentDesk, maskValues } from '../../src/incidents';
import { describeStores } from '../support/databases';
import { FakeClock } from '../support/fakeHub';
import { FakeAudit, FakeNotices } from '../support/fakeParts';

const KEY = { kind: 'key', id: 'k1' } as const;
const REPORT: IncidentReport = {
  workflow: { id: 'w01', name: '01 Order sync' },
  node: 'Create ERP Order',
  code: 'unknown-sku',
  message: 'Order 1001: the ERP has no product "AB-1"',
  nextStep: 'Create the product "AB-1"',
  event: '41',
};

describeStores('incidents', (open) => {
  async function build() {
    const clock = new FakeClock();
    const [audit, notices] = [new FakeAudit(() => clock.now()), new FakeNotices()];
    const database = await open();
    return { desk: new IncidentDesk({ database, clock, audit, notices }), clock, audit, notices };
  }

  it('takes reports that differ only in their values as one incident and alerts once', async () => {
    const { desk, clock, notices } = await build();
    const first = await desk.report(REPORT, KEY);
    clock.pass(60_000);
    const second = await desk.report({ ...REPORT, message: 'Order 1002: the ERP has no product "CD-77"', event: '42' }, KEY);
    expect([first.isNew, second.isNew]).toEqual([true, false]);
    expect(await desk.list('open', 10)).toMatchObject([
      { id: first.id, count: 2, lastEvent: '42', lastAtMs: first.firstAtMs + 60_000 },
    ]);
    expect(notices.published.map(({ kind }) => kind)).toEqual(['incident.opened']);
  });

  it.each([
    ['another workflow', { workflow: { id: 'w02', name: 'Other' } }],
    ['another node', { node: 'Find Product' }],
    ['another code', { code: 'other' }],
    ['another message', { message: 'The ERP is closed' }],
  ])('opens another incident for %s', async (_, change) => {
    const { desk } = await build();
    await desk.report(REPORT, KEY);
    expect(await desk.report({ ...REPORT, ...change }, KEY)).toMatchObject({ isNew: true, count: 1 });
    expect(await desk.list('open', 10)).toHaveLength(2);
  });

  it('alerts exactly one of many reports that arrive at once', async () => {
    const { desk, notices } = await build();
    const answers = await Promise.all(Array.from({ length: 30 }, async () => await desk.report(REPORT, KEY)));
    expect(answers.filter(({ isNew }) => isNew)).toHaveLength(1);
    expect(notices.published).toHaveLength(1);
    expect((await desk.list('open', 10)).map(({ count }) => count)).toEqual([30]);
  });

  it('opens a closed incident again, as new, when it comes back', async () => {
    const { desk, clock, audit, notices } = await build();
    const { id } = await desk.report(REPORT, KEY);
    await desk.report(REPORT, KEY);
    await desk.close(id, 'the product was created', { kind: 'person', id: 'olga' });
    expect(await desk.list('open', 10)).toEqual([]);
    clock.pass(60_000);
    expect(await desk.report(REPORT, KEY)).toMatchObject({ id, isNew: true, count: 1, firstAtMs: clock.now(), state: 'open' });
    expect(notices.published).toHaveLength(2);
    expect(audit.entries.map(({ type, body }) => [type, body.reports])).toEqual([
      ['incident.opened', undefined],
      ['incident.closed', 2],
      ['incident.reopened', undefined],
    ]);
  });

  it('lists the newest first, closed ones apart', async () => {
    const { desk, clock } = await build();
    const old = await desk.report(REPORT, KEY);
    clock.pass(1000);
    const young = await desk.report({ ...REPORT, node: 'Other' }, KEY);
    clock.pass(1000);
    await desk.close(young.id, 'gone', KEY);
    await desk.report(REPORT, KEY);
    expect((await desk.list('any', 10)).map(({ id }) => id)).toEqual([old.id, young.id]);
    expect((await desk.list('closed', 10)).map(({ id }) => id)).toEqual([young.id]);
  });

  it('refuses to close what is not there or closed already', async () => {
    const { desk } = await build();
    const { id } = await desk.report(REPORT, KEY);
    await desk.close(id, 'done', KEY);
    await expect(desk.close(id, 'again', KEY)).rejects.toMatchObject({ status: 409 });
    for (const unknown of ['999', 'x', ''])
      await expect(desk.close(unknown, 'x y z', KEY)).rejects.toMatchObject({ status: 404 });
  });

  it('keeps no value of a message', async () => {
    const { desk, notices, audit } = await build();
    const message =
      "Customer grace@example.org, +44 20 7946 0999, ordered 'Secret Item' at https://shop.example/orders/77?key=abc";
    await desk.report({ ...REPORT, message, nextStep: 'Call "Grace Probe"' }, KEY);
    const text = JSON.stringify([await desk.list('any', 10), notices.published, audit.entries]);
    for (const value of ['grace', '7946', 'Secret', 'orders/77', 'abc', 'Grace Probe']) expect(text).not.toContain(value);
  });
});

describe('masking of messages', () => {
  it.each([
    ['Order 1001: no product "AB-1" at https://erp.example/x', 'Order #: no product "…" at <address>'],
    ['row 7f3a9c2e-0000-4b6e-9d1c-aaaaaaaaaaa1 is locked', 'row # is locked'],
    ['total 1,299.50 EUR', 'total # EUR'],
    ["it doesn’t match, it isn't there", "it doesn’t match, it isn't there"],
    ['客户“张三”不存在，单号 8812', '客户“…”不存在，单号 #'],
    ['  several\n  lines  ', 'several lines'],
  ])('%s', (message, masked) => expect(maskValues(message)).toBe(masked));

  it('is fast for the longest message', () => {
    const startedAt = performance.now();
    maskValues('a'.repeat(4000));
    maskValues('"'.repeat(3999));
    expect(performance.now() - startedAt).toBeLessThan(500);
  });
});
