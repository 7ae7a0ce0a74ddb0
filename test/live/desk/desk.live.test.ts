import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import type { Browser, BrowserContextOptions, Page } from 'playwright-core';
import { fakeHub, type FakeHub } from '../../../hub/test/support/fakeHub';
import { describeInBrowser, DESKTOP, openPage, PHONE, startBrowser } from './browser';
import { Screens } from './screens';

const ROOT = resolve(__dirname, '../../..');
const PASSWORD = 'a quiet harbour at noon';

describeInBrowser('the Desk in Chromium', () => {
  const assetsFolder = mkdtempSync(join(tmpdir(), 'medsupply-desk-page-'));
  const screens = new Screens();
  const complaints: string[] = [];
  let browser: Browser;
  let hub: FakeHub;
  let address: string;

  beforeAll(async () => {
    execFileSync(process.execPath, [join(ROOT, 'hub/src/desk/build.mjs'), assetsFolder]);
    browser = await startBrowser();
  });
  beforeEach(async () => {
    hub = await fakeHub({ clock: { now: () => Date.now() }, assetsFolder });
    await hub.person('olga', 'operator', PASSWORD);
    await hub.person('audrey', 'auditor', PASSWORD);
    await hub.person('ada', 'admin', PASSWORD);
    await hub.parts.incidents.report(
      {
        workflow: { id: 'w01', name: '01 Order sync' },
        node: 'Create ERP Order',
        message: 'The ERP refused the request: its licence allows 5 users',
        nextStep: 'Close sessions in the ERP, or extend the licence.',
        code: 'erp-refused',
      },
      { kind: 'key', id: 'k1' },
    );
    await hub.app.listen({ host: '127.0.0.1', port: 0 });
    address = `http://127.0.0.1:${(hub.app.server.address() as AddressInfo).port}/desk/`;
  });
  afterEach(async () => {
    for (const context of browser.contexts()) await context.close();
    await hub.close();
    expect(complaints.splice(0)).toEqual([]);
  });
  afterAll(async () => {
    await browser.close();
    rmSync(assetsFolder, { recursive: true, force: true });
    console.log(`Pictures of the Desk: ${screens.folder} (${readdirSync(screens.folder).length})`);
  });

  /** Opens the Desk; whatever the page complains about fails the test. */
  const open = async (options: BrowserContextOptions = DESKTOP): Promise<Page> =>
    await openPage(browser, address, complaints, options);

  async function signIn(page: Page, name: string): Promise<void> {
    await page.getByLabel(/^(Name|用户名)$/).fill(name);
    await page.getByLabel(/^(Password|密码)$/).fill(PASSWORD);
    await page.getByRole('button', { name: /^(Sign in|登录)$/ }).click();
    await page.getByRole('heading', { level: 1, name: /Now|当前状况/ }).waitFor();
  }

  it('refuses a wrong password in words, and lets the right one in', async () => {
    const page = await open();
    await page.getByLabel('Name').fill('olga');
    await page.getByLabel('Password').fill('not the password');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').getByText('The name or the password is not right.').waitFor();
    await screens.take(page, 'sign-in-refused');
    await signIn(page, 'olga');
    await page.getByText('Times in Europe/Amsterdam').waitFor();
    await screens.take(page, 'now');
  });

  it('fixes a parked event and hands it out again', async () => {
    const page = await open();
    await signIn(page, 'olga');
    await page
      .getByRole('row', { name: /payment term/ })
      .getByRole('link', { name: 'Open' })
      .click();
    await page.getByRole('heading', { name: 'Event 41' }).waitFor();
    await screens.take(page, 'event');
    await page.getByRole('button', { name: 'Fix and retry' }).click();
    const editor = page.getByLabel('Corrected payload (JSON)');
    const original = await editor.inputValue();
    expect(original).toContain('"id": 82098291194615451041,');
    await editor.fill(original.replace('"IV-206"', '"IV-206'));
    await page.getByText(/Not JSON: line \d+, column \d+/).waitFor();
    expect(await page.getByRole('button', { name: 'Save and retry' }).isDisabled()).toBe(true);
    await editor.fill(original.replace('"IV-206"', '"IV-216"'));
    await page.getByText('+       "sku": "IV-216",').waitFor();
    await page.getByLabel('Reason').fill('The SKU was renamed in the shop');
    await screens.take(page, 'fix');
    await page.getByRole('button', { name: 'Save and retry' }).click();
    await page.getByText('The corrected payload is ready and will be handed out.').waitFor();
    expect(hub.inbox.events.get('41')).toMatchObject({ state: 'ready', fixed: true });
    expect(hub.inbox.bodies.get('41')).toContain('82098291194615451041');
    expect(hub.audit.entries.find(({ type }) => type === 'event.fixed')).toMatchObject({ actor: 'person:olga' });
  });

  it('replays every parked event of one error after asking for the reason', async () => {
    const page = await open();
    await signIn(page, 'olga');
    await page.getByRole('link', { name: 'Open all 4' }).click();
    await page.getByRole('button', { name: 'Replay all of this error' }).click();
    const dialog = page.getByRole('dialog');
    expect(await dialog.getByRole('button', { name: 'Replay all of this error' }).isDisabled()).toBe(true);
    await dialog.getByLabel('Reason').fill('The products were created');
    await screens.take(page, 'replay-group');
    await dialog.getByRole('button', { name: 'Replay all of this error' }).click();
    await page.getByText('4 events were made ready again.').waitFor();
    expect(['37', '38', '39', '40'].map((id) => hub.inbox.events.get(id)?.state)).toEqual(['ready', 'ready', 'ready', 'ready']);
  });

  it('decides about an effect whose outcome nobody knows', async () => {
    const page = await open();
    await signIn(page, 'olga');
    await page.getByRole('link', { name: 'Effects' }).click();
    await screens.take(page, 'effects');
    await page
      .getByRole('row', { name: /Outcome unknown/ })
      .getByRole('link')
      .click();
    await screens.take(page, 'effect');
    await page.getByRole('button', { name: 'It stands in the target' }).click();
    await page.getByRole('dialog').getByLabel('Reason').fill('Sale S-2345 is there');
    await page.getByRole('dialog').getByRole('button', { name: 'It stands in the target' }).click();
    await page.getByText('The decision was noted.').waitFor();
    expect([...hub.effects.effects.values()].filter(({ state }) => state === 'unknown')).toEqual([]);
  });

  it('draws the chain of an order, which the keyboard reaches, and shows it as a table', async () => {
    const page = await open();
    await signIn(page, 'olga');
    await page.getByRole('link', { name: 'Chain' }).click();
    await page.getByLabel('Order number or id of any document').fill('1036');
    await page.keyboard.press('Enter');
    await page.getByRole('group', { name: 'Chain of Order #1036: 9 documents, 9 links' }).waitFor();
    await screens.take(page, 'chain');
    const invoice = page.getByRole('button', { name: /INV-2026-0645/ });
    await invoice.focus();
    await page.keyboard.press('Enter');
    await page.getByRole('button', { name: /INV-2026-0645/, pressed: true }).waitFor();
    expect(await page.getByRole('table', { name: 'As a table' }).getByRole('row').count()).toBe(10);
  });

  it('verifies the audit log, and says where it is broken', async () => {
    const page = await open();
    await signIn(page, 'audrey');
    await page.getByRole('link', { name: 'Audit' }).click();
    await page.getByRole('button', { name: 'Verify now' }).click();
    await page.getByText(/Intact: \d+ entries checked/).waitFor();
    await screens.take(page, 'audit');
    hub.audit.badSeq = 7;
    await page.getByRole('button', { name: 'Verify now' }).click();
    await page.getByText('Not intact: the first bad entry is 7.').waitFor();
    const download = page.waitForEvent('download');
    await page.getByRole('link', { name: 'Download export (JSON Lines)' }).click();
    expect((await download).suggestedFilename()).toMatch(/^medsupply-audit-\d{4}-\d{2}-\d{2}\.jsonl$/);
  });

  it('shows an auditor masked payloads and nothing to change', async () => {
    const page = await open();
    await signIn(page, 'audrey');
    await page.goto(`${address}#/inbox/41`);
    await page.getByRole('button', { name: 'Show payload' }).click();
    await page.getByText('Fields that your role may not see are masked.').waitFor();
    const text = await page.locator('body').innerText();
    expect(text).toContain('"email": "•••"');
    expect(text).not.toContain('grace.probe');
    expect(await page.getByRole('button', { name: 'Fix and retry' }).count()).toBe(0);
    expect(await page.getByRole('link', { name: 'People' }).count()).toBe(0);
    await screens.take(page, 'auditor');
  });

  it('makes a person whose first sign-in asks for a password of their own', async () => {
    const page = await open();
    await signIn(page, 'ada');
    await page.getByRole('link', { name: 'People' }).click();
    await page.getByLabel('Name', { exact: true }).fill('newcomer');
    await page.getByRole('combobox', { name: 'Role', exact: true }).selectOption('auditor');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    const oneTime = await page.locator('.secret code').innerText();
    await screens.take(page, 'people');
    await page.getByRole('button', { name: 'Sign out' }).click();
    await page.getByLabel('Name').fill('newcomer');
    await page.getByLabel('Password').fill(oneTime);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByLabel('Current password').fill(oneTime);
    await page.getByLabel(/^New password(?!, again)/).fill('six brown pigeons at sea');
    await page.getByLabel('New password, again').fill('six brown pigeons at sea');
    await screens.take(page, 'password');
    await page.getByRole('button', { name: 'Save password' }).click();
    await page.getByRole('heading', { level: 1, name: 'Now' }).waitFor();
    expect(await page.getByRole('link', { name: 'Audit' }).count()).toBe(1);
  });

  it('speaks Chinese when the browser does, and when it is asked to', async () => {
    const chinese = await open({ ...DESKTOP, locale: 'zh-CN', timezoneId: 'Asia/Shanghai' });
    await chinese.getByRole('heading', { name: '登录' }).waitFor();
    const page = await open();
    await signIn(page, 'ada');
    await page.getByRole('button', { name: '中文' }).click();
    await page.getByRole('heading', { level: 1, name: '当前状况' }).waitFor();
    expect(await page.locator('html').getAttribute('lang')).toBe('zh-CN');
    await screens.take(page, 'zh-now');
    for (const [link, name] of [
      ['收件箱', 'zh-inbox'],
      ['写入结果', 'zh-effects'],
      ['审计', 'zh-audit'],
      ['来源', 'zh-sources'],
      ['字段映射', 'zh-mappings'],
      ['人员', 'zh-people'],
    ] as const) {
      await page.getByRole('navigation').getByRole('link', { name: link }).click();
      await page.getByRole('heading', { level: 1, name: link }).waitFor();
      await page.locator('main .loading').waitFor({ state: 'detached' });
      await screens.take(page, name);
    }
    await page.goto(`${address}#/inbox/41`);
    await page.getByRole('heading', { name: '事件 41' }).waitFor();
    await screens.take(page, 'zh-event');
    await page.goto(`${address}#/chain?text=1036`);
    await page.getByRole('group', { name: /单据链/ }).waitFor();
    await screens.take(page, 'zh-chain');
    await page.reload();
    await page.getByRole('heading', { level: 1, name: '单据链' }).waitFor();
  });

  it('is readable in the dark and on a phone, without scrolling sideways', async () => {
    for (const [name, options] of [
      ['dark', { ...DESKTOP, colorScheme: 'dark' }],
      ['phone', PHONE],
      ['phone-dark', { ...PHONE, colorScheme: 'dark' }],
    ] as const) {
      const page = await open(options);
      await screens.take(page, `${name}-sign-in`);
      await signIn(page, 'ada');
      for (const path of ['now', 'inbox', 'inbox/41', 'effects', 'chain?text=1036', 'audit', 'sources', 'mappings', 'people']) {
        await page.goto(`${address}#/${path}`);
        await page.locator('main .loading').waitFor({ state: 'detached' });
        await page.waitForTimeout(100);
        const { wide, screen } = await page.evaluate<{ wide: number; screen: number }>(
          '({ wide: document.documentElement.scrollWidth, screen: innerWidth })',
        );
        expect([name, path, wide]).toEqual([name, path, screen]);
        await screens.take(page, `${name}-${path.replaceAll(/\W/g, '-')}`);
      }
    }
  });

  it('says that the hub does not answer, keeps what it shows, and goes on by itself when a session has ended', async () => {
    const page = await open();
    await signIn(page, 'olga');
    await page.route('**/desk/api/**', async (route) => await route.abort());
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByText(/could not be refreshed: The hub does not answer/).waitFor();
    await page.getByRole('heading', { name: 'Needs a person' }).waitFor();
    await page.unroute('**/desk/api/**');
    await page.context().clearCookies();
    await page.getByRole('button', { name: 'Refresh' }).click();
    await page.getByRole('heading', { name: 'Sign in' }).waitFor();
  });
});
