import type { N8nPaths } from '../../n8nServer';
import type { ShopifySimulator } from '../../shopify';
import type { CampaignFolder, CampaignState } from '../campaignFolder';
import type { HistoryRecord } from '../history';
import type { CampaignOptions } from '../options';
import type { CampaignPorts } from '../ports';
import type { Startable, Supervised } from '../processes';

/** What every setup is built from. */
export interface SetupContext {
  readonly root: string;
  readonly paths: N8nPaths;
  readonly options: CampaignOptions;
  readonly folder: CampaignFolder;
  readonly ports: CampaignPorts;
  readonly shop: ShopifySimulator;
  readonly state: CampaignState;
  readonly saveState: (change: Partial<CampaignState>) => void;
  readonly note: (record: HistoryRecord) => void;
  readonly supervise: (startable: Startable) => Supervised;
  readonly say: (line: string) => void;
}

/** The processes that run, and what the campaign asks of them. */
export interface StartedSetup {
  readonly hubs: readonly Supervised[];
  readonly erps: readonly Supervised[];
  readonly n8ns: readonly Supervised[];
  /** Which n8n process is frozen past its lease. */
  readonly zombie: Supervised;
  /** Addresses under which the shop announces a topic, one for each replica. */
  readonly addresses: (topic: string) => readonly string[];
  /** Told about every acknowledged event of a business key. */
  readonly noteAcknowledged?: (key: string) => void;
  /** Acknowledged work that is not finished yet; `undefined` while nobody can be asked. */
  readonly backlog: () => Promise<number | undefined>;
  /** Finds and repairs what was lost, where the setup itself cannot prevent losses. */
  readonly repair?: () => Promise<void>;
  /** Writes what the hub (if there is one) shows at the end into the folder. */
  readonly collect: () => Promise<void>;
  /** Processes that nobody supervises, to be ended should the campaign break off. */
  readonly pids?: () => readonly number[];
  readonly stop: () => Promise<void>;
}
