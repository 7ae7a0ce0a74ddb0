import type { Erasable, Notices } from '../contract';
import { Ledger } from '../effects';
import { DurableInbox } from '../inbox';
import { DocumentLinks } from '../links';
import { StoredMappings } from '../mappings';
import type { BaseParts } from './baseParts';

/** The parts that keep what happened: events, effects, links, mappings. */
export interface StoreParts {
  readonly inbox: DurableInbox;
  readonly effects: Ledger;
  readonly links: DocumentLinks;
  readonly mappings: StoredMappings;
  /** Those that keep personal fields, for retention. */
  readonly erasables: readonly Erasable[];
}

/** Builds them. */
export function storeParts({ database, clock, audit, vault, meter }: BaseParts, notices: Notices): StoreParts {
  const inbox = new DurableInbox({ database, clock, audit, vault, notices, meter });
  const links = new DocumentLinks({ database, clock, audit });
  const effects = new Ledger({ database, clock, audit, links, notices, meter });
  const mappings = new StoredMappings({ database, clock, audit });
  return { inbox, effects, links, mappings, erasables: [inbox] };
}
