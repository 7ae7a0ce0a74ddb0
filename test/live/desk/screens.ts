import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Page } from 'playwright-core';

/** Takes pictures into a folder of this run, so that somebody can look at them. */
export class Screens {
  readonly folder = mkdtempSync(join(tmpdir(), 'medsupply-desk-screens-'));
  private count = 0;

  async take(page: Page, name: string): Promise<void> {
    this.count += 1;
    await page.screenshot({ path: join(this.folder, `${String(this.count).padStart(2, '0')}-${name}.png`), fullPage: true });
  }
}
