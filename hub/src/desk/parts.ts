import type { Audit, Clock, Effects, Inbox, Incidents, Links, Mappings, Sources } from '../contract';
import type { Kpis } from '../kpi';
import type { People } from '../people';
import type { AttentionParts } from '../kpi';
import type { Database } from '../store';

/** One entry of the audit log as people read it: personal values are not in it. */
export interface DeskAuditEntry {
  readonly seq: number;
  readonly atMs: number;
  readonly actor: string;
  readonly type: string;
  readonly object: { readonly kind: string; readonly id: string };
  readonly body: Readonly<Record<string, unknown>>;
}

export interface DeskCheckpoint {
  readonly size: number;
  /** Root hash of the tree, base64. */
  readonly root: string;
  readonly atMs?: number;
  /** The signed note, to be kept elsewhere. */
  readonly text: string;
}

export interface DeskVerification {
  readonly intact: boolean;
  /** How many entries were checked. */
  readonly entries: number;
  /** First sequence number that does not fit, and what is wrong with it. */
  readonly firstBadSeq?: number;
  readonly reason?: string;
}

/** The reading side of the audit log, as far as the Desk needs it. */
export interface DeskAudit {
  /** Newest first; `before` goes on with older ones. */
  list(query: { readonly before?: number; readonly limit: number }): Promise<readonly DeskAuditEntry[]>;
  /** What was done with one object, newest first. */
  ofObject(kind: string, id: string, limit: number): Promise<readonly DeskAuditEntry[]>;
  checkpoint(): Promise<DeskCheckpoint | undefined>;
  /** Checks the whole log in the hub. Proof for others is `medsupply audit verify` on an export, on another machine. */
  verify(): Promise<DeskVerification>;
  /** The log as JSON Lines. */
  export(): AsyncIterable<string>;
}

export interface DeskParts {
  readonly database: Database;
  readonly clock: Clock;
  readonly audit: Audit;
  readonly auditReader: DeskAudit;
  readonly people: People;
  readonly inbox: Inbox & AttentionParts['inbox'];
  readonly effects: Effects & AttentionParts['effects'];
  readonly links: Links;
  readonly sources: Sources;
  readonly mappings: Mappings;
  readonly incidents: Incidents;
  readonly kpis: Kpis;
  /** Folder with the built page: `hub/dist/desk`. */
  readonly assetsFolder: string;
  /** Whether the Desk is reached through https; then its cookie is sent on https only. */
  readonly isHttps: boolean;
}
