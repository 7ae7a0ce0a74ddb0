import type { ComponentType } from 'preact';
import type { TextKey } from '../i18n';
import type { IconName } from '../parts/icons';
import { AuditPage } from './audit';
import { ChainPage } from './chain';
import { EffectsPage } from './effects';
import { InboxPage } from './inbox';
import { MappingsPage } from './mappings';
import { NowPage } from './now';
import { PeoplePage } from './people';
import { SourcesPage } from './sources';

/** What every page gets: the rest of the address. */
export interface PageProps {
  readonly path: readonly string[];
  readonly query: URLSearchParams;
}

export interface DeskPage {
  /** First part of the address. */
  readonly path: string;
  readonly title: TextKey;
  readonly icon: IconName;
  /** Who sees it; the hub's `rights.ts` decides who gets its data. */
  readonly right: string;
  readonly View: ComponentType<PageProps>;
}

/** The pages in the order of the navigation. A new page is one file and one row here, its texts in `i18n/`, its data in `desk/api/`. */
export const pages: readonly DeskPage[] = [
  { path: 'now', title: 'nav.now', icon: 'now', right: 'now.read', View: NowPage },
  { path: 'inbox', title: 'nav.inbox', icon: 'inbox', right: 'events.read', View: InboxPage },
  { path: 'effects', title: 'nav.effects', icon: 'effects', right: 'effects.read', View: EffectsPage },
  { path: 'chain', title: 'nav.chain', icon: 'chain', right: 'chain.read', View: ChainPage },
  { path: 'audit', title: 'nav.audit', icon: 'audit', right: 'audit.read', View: AuditPage },
  { path: 'sources', title: 'nav.sources', icon: 'sources', right: 'sources.read', View: SourcesPage },
  { path: 'mappings', title: 'nav.mappings', icon: 'mappings', right: 'mappings.read', View: MappingsPage },
  { path: 'people', title: 'nav.people', icon: 'people', right: 'people.work', View: PeoplePage },
];
