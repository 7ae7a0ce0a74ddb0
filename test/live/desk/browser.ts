import { existsSync } from 'node:fs';
import { type Browser, type BrowserContextOptions, chromium, type Page } from 'playwright-core';

const CHROMIUM = process.env.MEDSUPPLY_CHROMIUM ?? '/usr/bin/chromium';
const NO_BROWSER = `There is no browser at ${CHROMIUM} (MEDSUPPLY_CHROMIUM names another): the Desk is not tried in one.`;

export const DESKTOP = { viewport: { width: 1280, height: 800 }, locale: 'en-GB', timezoneId: 'Europe/Amsterdam' } as const;
export const PHONE = {
  viewport: { width: 390, height: 844 },
  locale: 'en-GB',
  timezoneId: 'Asia/Shanghai',
  hasTouch: true,
} as const;

/** `describe` where there is a browser; skipped with a message where there is none; an error where none may be missing. */
export function describeInBrowser(name: string, suite: () => void): void {
  if (existsSync(CHROMIUM)) return describe(name, suite);
  if (process.env.MEDSUPPLY_LIVE_REQUIRED === '1') throw new Error(NO_BROWSER);
  console.warn(NO_BROWSER);
  return describe.skip(name, suite);
}

/** Starts Chromium without a window. */
export async function startBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
}

/**
 * Opens a page in a browser of its own cookies.
 * @param complaints gets whatever the page complains about: errors, and what its security policy blocked
 */
export async function openPage(
  browser: Browser,
  address: string,
  complaints: string[],
  options: BrowserContextOptions,
): Promise<Page> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  page.on('pageerror', ({ message }) => complaints.push(message));
  page.on('console', (message) => {
    // Chromium reports each refused request as well; the page shows those itself.
    if (message.type() === 'error' && !message.text().startsWith('Failed to load resource')) complaints.push(message.text());
  });
  await page.goto(address);
  return page;
}
