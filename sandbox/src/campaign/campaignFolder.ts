import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { CampaignOptions } from './options';

/** What a campaign has to find again when it is resumed. */
export interface CampaignState {
  /** When its first event happens, milliseconds since 1970. */
  readonly startMs: number;
  /** First of the neighbouring ports that its processes use. */
  readonly firstPort: number;
  /** Address of the private PostgreSQL's data, where there is one. */
  readonly postgresFolder?: string;
  /** Throw-away API keys of the hub: one that n8n works with, one that reads. */
  readonly hubKeys?: { readonly n8n: string; readonly reader: string };
  /** True once credentials and workflows stand in n8n. */
  readonly prepared: boolean;
  /** Webhook subscriptions that n8n has registered with the shop: topic and address. */
  readonly subscriptions: readonly { readonly topic: string; readonly uri: string }[];
}

/** The folder of one campaign: history, evidence, and the data of its processes. */
export class CampaignFolder {
  readonly history: string;
  private readonly stateFile: string;

  constructor(readonly path: string) {
    this.history = inside(this.path, 'history.jsonl');
    this.stateFile = inside(this.path, 'campaign.json');
  }

  /** The same setup, number of events and seed are the same campaign. */
  static of(root: string, { setup, events, seed }: CampaignOptions): CampaignFolder {
    return new CampaignFolder(path.join(root, '.run/campaign', `${setup}-${events}-${seed.replace(/[^\w.-]/g, '_')}`));
  }

  /** What an interrupted run left, or `undefined` when there is nothing to go on with. */
  read(): CampaignState | undefined {
    if (!existsSync(this.stateFile)) return undefined;
    return JSON.parse(readFileSync(this.stateFile, 'utf8')) as CampaignState;
  }

  write(state: CampaignState): void {
    writeFileSync(this.stateFile, JSON.stringify(state, null, 2), { mode: 0o600 });
  }

  /** Empties it for a new campaign. */
  reset(): void {
    rmSync(this.path, { recursive: true, force: true });
    mkdirSync(this.path, { recursive: true });
  }

  file(name: string): string {
    return inside(this.path, name);
  }

  /** Removes what is large and not needed to judge the campaign. */
  thin(): void {
    const postgres = this.read()?.postgresFolder;
    const own = ['n8n', 'hub', 'hub-compile-cache'].map((name) => this.file(name));
    for (const folder of postgres === undefined ? own : [...own, postgres]) rmSync(folder, { recursive: true, force: true });
  }
}

function inside(folder: string, name: string): string {
  return path.join(folder, name);
}
