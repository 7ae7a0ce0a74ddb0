import type { EffectState, EventState } from '../../../../core/hub';
import type { HistoryRecord } from '../history';

/** One effect as the ERP's own journal has it: what was stored, whatever was answered. */
export interface WitnessedEffect {
  readonly model: 'sale' | 'party';
  readonly how: 'created' | 'deleted';
  /** Business key of the sale, code of the party. */
  readonly key: string;
  readonly id: number;
}

/** A sale as it stands in the ERP at the end. */
export interface StandingSale {
  readonly key: string;
  readonly id: number;
  readonly state: string;
  /** By article, without freight. */
  readonly quantities: Readonly<Record<string, number>>;
  readonly total: string;
}

/** An event of the hub's inbox at the end. */
export interface LedgerEvent {
  readonly id: string;
  readonly deliveryId: string;
  readonly state: EventState;
  readonly businessKey?: string;
}

/** An effect of the hub's ledger at the end. */
export interface LedgerEffect {
  readonly key: string;
  readonly state: EffectState;
  readonly version?: string;
}

export interface AuditVerdict {
  readonly ok: boolean;
  /** What `medsupply audit verify` printed. */
  readonly said: string;
}

/** What the hub shows at the end; a campaign without hub has none. */
export interface Ledger {
  readonly events: readonly LedgerEvent[];
  readonly effects: readonly LedgerEffect[];
  /** Ids of events and keys of effects that the Desk lists for a person. */
  readonly desk: ReadonlySet<string>;
  readonly audit: AuditVerdict;
}

/** Everything a campaign is judged by. */
export interface Evidence {
  readonly history: readonly HistoryRecord[];
  readonly effects: readonly WitnessedEffect[];
  readonly sales: readonly StandingSale[];
  /** What stood before losses were looked for and repaired, in a setup that does so at the end. */
  readonly salesBeforeRepair?: readonly StandingSale[];
  readonly ledger?: Ledger;
}

/** One thing that must not have happened. */
export interface Violation {
  readonly rule: string;
  /** Order, effect, event or process it is about. */
  readonly subject: string;
  readonly what: string;
}
