import { existsSync } from 'node:fs';
import type { EffectSummary, EventSummary } from '../../../core/hub';
import type { CampaignFolder } from './campaignFolder';
import type { Evidence, Judgement, Ledger, StandingSale } from './checker';
import { judgeCampaign, type AuditVerdict } from './checker';
import { readHistory, readJsonLines } from './history';
import { erpJournal } from './processes';
import { journalEffects } from './witness';

/** The ERP's sales at the end, and before a repair where there was one. */
export const SALES = 'erp-sales.jsonl';
export const SALES_BEFORE_REPAIR = 'erp-sales-before-repair.jsonl';

/** Reads what a campaign left in its folder and judges it. */
export async function judgeFolder(folder: CampaignFolder, verifyAudit: (file: string) => AuditVerdict): Promise<Judgement> {
  const evidence: Evidence = {
    history: await collect(readHistory(folder.history)),
    effects: journalEffects(erpJournal(folder.path)),
    sales: await linesOf<StandingSale>(folder.file(SALES)),
    salesBeforeRepair: existsSync(folder.file(SALES_BEFORE_REPAIR))
      ? await linesOf<StandingSale>(folder.file(SALES_BEFORE_REPAIR))
      : undefined,
    ledger: await ledgerOf(folder, verifyAudit),
  };
  return judgeCampaign(evidence);
}

async function ledgerOf(folder: CampaignFolder, verifyAudit: (file: string) => AuditVerdict): Promise<Ledger | undefined> {
  const events = folder.file('hub-events.jsonl');
  if (!existsSync(events)) return undefined;
  return {
    events: await linesOf<EventSummary>(events),
    effects: await linesOf<EffectSummary>(folder.file('hub-effects.jsonl')),
    desk: new Set(await linesOf<string>(folder.file('hub-desk.jsonl'))),
    audit: verifyAudit(folder.file('audit.jsonl')),
  };
}

async function linesOf<Line>(file: string): Promise<readonly Line[]> {
  return await collect(readJsonLines<Line>(file));
}

async function collect<Item>(items: AsyncIterable<Item>): Promise<readonly Item[]> {
  const all: Item[] = [];
  for await (const item of items) all.push(item);
  return all;
}
