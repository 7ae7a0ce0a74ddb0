import { readdirSync } from 'node:fs';
import type { Browser } from 'playwright-core';
import type { EventSummary, LeasedEvent } from '../../../core/hub';
import { SHOP, orderBody } from '../../../hub/test/support/fakeSeed';
import { describeInBrowser, DESKTOP, openPage, startBrowser } from './browser';
import { type HubProcess, startHub } from './hubProcess';
import { Screens } from './screens';

const PASSWORD = 'a quiet harbour at noon';
const ORDER = '82098291194615451041';
const TARGET = 'tryton%3Aerp.example.com%2Fmain';

describeInBrowser('the Desk of a real hub in Chromium', () => {
  const screens = new Screens();
  const complaints: string[] = [];
  let browser: Browser;
  let hub: HubProcess;

  beforeAll(async () => {
    [browser, hub] = await Promise.all([startBrowser(), startHub()]);
    await prepare(hub);
  });
  afterAll(async () => {
    await browser.close();
    await hub.stop();
    console.log(`Pictures of the real hub's Desk: ${screens.folder} (${readdirSync(screens.folder).length})`);
  });
  afterEach(() => expect(complaints.splice(0)).toEqual([]));

  it('leads from the one-time password over a parked event to a verified audit log, in both languages', async () => {
    const page = await openPage(browser, `${hub.address}/desk/`, complaints, DESKTOP);
    await page.getByLabel('Name').fill('ada');
    await page.getByLabel('Password').fill(hub.oneTimePassword);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Current password').fill(hub.oneTimePassword);
    await page.getByLabel(/^New password(?!, again)/).fill(PASSWORD);
    await page.getByLabel('New password, again').fill(PASSWORD);
    await page.getByRole('button', { name: 'Save password' }).click();

    await page
      .getByRole('row', { name: /no product with the code of line 1/ })
      .getByRole('link', { name: 'Open' })
      .waitFor();
    await screens.take(page, 'now');
    await page
      .getByRole('row', { name: /no product with the code of line 1/ })
      .getByRole('link', { name: 'Open' })
      .click();
    await page.getByRole('button', { name: 'Fix and retry' }).click();
    const editor = page.getByLabel('Corrected payload (JSON)');
    const original = await editor.inputValue();
    await editor.fill(original.replace('"IV-206"', '"IV-216"'));
    await page.getByLabel('Reason').fill('The SKU was renamed in the shop');
    await screens.take(page, 'fix');
    await page.getByRole('button', { name: 'Save and retry' }).click();
    await page.getByText('The corrected payload is ready and will be handed out.').waitFor();
    const leased = await hub.api.post<{ events: LeasedEvent[] }>('/events/lease', {
      source: 'by-hand',
      limit: 10,
      leaseMs: 60_000,
      redriven: 'any',
    });
    expect(leased.data.events.map(({ body }) => body)).toEqual([
      expect.stringMatching(new RegExp(`"id": ${ORDER},[^]*"IV-216"`)),
    ]);

    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('navigation').getByRole('link', { name: '单据链' }).click();
    await page.getByLabel('任意单据的编号或 ID').fill('1041');
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: '订单 #1041 的单据链：3 张单据，2 个关联' }).waitFor();
    await screens.take(page, 'zh-chain');

    await page.getByRole('navigation').getByRole('link', { name: '写入结果' }).click();
    await page
      .getByRole('row', { name: /结果未知/ })
      .getByRole('link')
      .click();
    await page.getByRole('button', { name: '目标系统中已存在' }).click();
    await page.getByRole('dialog').getByLabel('原因').fill('S-2341 已在 ERP 中');
    await page.getByRole('dialog').getByRole('button', { name: '目标系统中已存在' }).click();
    await page.getByText('决定已记录。').waitFor();
    await screens.take(page, 'zh-effect');

    await page.getByRole('navigation').getByRole('link', { name: '审计' }).click();
    await page.getByRole('button', { name: '立即校验' }).click();
    await page.getByText(/完整：已检查 \d+ 个条目/).waitFor();
    await page.getByRole('button', { name: '刷新' }).click();
    await page.getByText('event.fixed').waitFor();
    await screens.take(page, 'zh-audit');
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: '下载导出文件（JSON Lines）' }).click();
    expect(await (await download).failure()).toBeNull();
  });

  it('shows the API nothing that needs a session, and sessions nothing that needs a key', async () => {
    const page = await openPage(browser, `${hub.address}/desk/`, complaints, DESKTOP);
    await page.getByLabel('Name').fill('ada');
    await page.getByLabel('Password').fill(PASSWORD);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
    const status = await page.evaluate<number>(`fetch('/v1/events').then((answer) => answer.status)`);
    expect(status).toBe(401);
    const answer = await hub.api.get('/../desk/api/now', { validateStatus: () => true });
    expect(answer.status).toBe(401);
  });
});

/** A parked event, an effect whose outcome is unknown, links and an incident, made through the API as the nodes do it. */
async function prepare({ api }: HubProcess): Promise<void> {
  const businessKey = `shopify/${SHOP}/order/${ORDER}`;
  const body = orderBody(1041, 'IV-206');
  await api.post('/events', {
    ...{ source: 'by-hand', deliveryId: 'd-1041', topic: 'orders/create', businessKey, version: '2026-11-22T09:12:44+01:00' },
    ...{ headers: {}, bodyBase64: Buffer.from(body).toString('base64') },
  });
  const { data } = await api.post<{ events: LeasedEvent[] }>('/events/lease', {
    source: 'by-hand',
    limit: 1,
    leaseMs: 60_000,
    redriven: 'any',
  });
  const [event] = data.events;
  if (event === undefined) throw new Error('The hub handed out no event.');
  const report = {
    ...{ id: event.id, lease: event.lease, outcome: 'parked', code: 'unknown-sku' },
    ...{
      reason: 'The ERP has no product with the code of line 1.',
      nextStep: 'Create the product in the ERP, or correct the SKU.',
    },
  };
  const reported = await api.post<{ reported: EventSummary[] }>('/events/report', { reports: [report] });
  expect(reported.data.reported).toMatchObject([{ state: 'parked' }]);
  const claim = await api.post<{ token: string }>('/effects/claim', {
    ...{ key: `${TARGET}/${businessKey}`, version: '1', fingerprint: 'a'.repeat(64), leaseMs: 60_000, settleMs: 1000 },
    owner: '01 Order sync · Create ERP Order',
  });
  await api.post('/effects/settle', {
    token: claim.data.token,
    outcome: 'unknown',
    reason: 'The answer was cut off.',
    notBeforeMs: Date.now() + 60_000,
  });
  const order = { system: 'shopify', tenant: SHOP, documentType: 'order', id: ORDER, number: '#1041' };
  const sale = { system: 'tryton', tenant: 'erp.example.com/main', documentType: 'order', id: '2341', number: 'S-2341' };
  const invoice = { ...sale, documentType: 'invoice', id: '650', number: 'INV-650' };
  await api.post('/links', {
    links: [
      { from: order, to: sale, relation: 'becameOrder' },
      { from: sale, to: invoice, relation: 'invoicedBy' },
    ],
  });
  await api.post('/incidents', {
    workflow: { id: 'w01', name: '01 Order sync' },
    node: 'Create ERP Order',
    message: 'The ERP is closed',
  });
}
