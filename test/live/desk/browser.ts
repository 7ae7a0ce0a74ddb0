import { existsSync } from 'node:fs';
import { type Browser, chromium } from 'playwright-core';

const CHROMIUM = process.env.MEDSUPPLY_CHROMIUM ?? '/usr/bin/chromium';

/** Whether there is a browser; without one the tests are skipped, with this sentence. */
export const hasBrowser = existsSync(CHROMIUM);
export const NO_BROWSER = `There is no browser at ${CHROMIUM} (set MEDSUPPLY_CHROMIUM): the Desk was not tried in one.`;

/** Starts Chromium without a window. */
export async function startBrowser(): Promise<Browser> {
  return await chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-gpu'] });
}
