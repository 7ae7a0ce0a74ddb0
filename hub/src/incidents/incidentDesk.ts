import { createHash } from 'node:crypto';
import type { Actor, Audit, Clock, Incident, IncidentReport, Incidents, Notices } from '../contract';
import { Problem } from '../failures';
import type { Database, Transaction } from '../store';
import { maskValues } from './maskValues';

interface Row {
  readonly id: number;
  readonly workflow_id: string;
  readonly workflow_name: string;
  readonly node: string | null;
  readonly code: string | null;
  readonly message: string;
  readonly next_step: string | null;
  readonly last_event: string | null;
  readonly last_execution: string | null;
  readonly reports: number;
  readonly first_at_ms: number;
  readonly last_at_ms: number;
  readonly state: 'open' | 'closed';
}

/** An incident with what leads to its last report. */
export interface IncidentDetails extends Incident {
  readonly code?: string;
  readonly lastEvent?: string;
  readonly lastExecution?: string;
}

const MAX_LIST = 500;

/**
 * Turns a stream of error reports into a short list: repeats of one error (same workflow, node, code, and message without its
 * values) are one incident with a count. A report after it was closed opens it again, as new, with the count at one.
 */
export class IncidentDesk implements Incidents {
  constructor(
    private readonly parts: {
      readonly database: Database;
      readonly clock: Clock;
      readonly audit: Audit;
      readonly notices: Notices;
    },
  ) {}

  async report(report: IncidentReport, actor: Actor): Promise<IncidentDetails> {
    const now = this.parts.clock.now();
    const message = maskValues(report.message);
    const group = groupOf(report, message);
    return await this.parts.database.write(async (transaction) => {
      const latest = [
        report.workflow.name,
        report.nextStep === undefined ? null : maskValues(report.nextStep),
        report.event ?? null,
        report.execution ?? null,
      ];
      const opened = await transaction.get<Row>(
        `INSERT INTO incidents (group_hash, workflow_id, node, code, message, workflow_name, next_step, last_event, last_execution,
             reports, first_at_ms, last_at_ms, state)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 1, ?, ?, 'open') ON CONFLICT (group_hash) DO NOTHING RETURNING *`,
        [group, report.workflow.id, report.node ?? null, report.code ?? null, message, ...latest, now, now],
      );
      if (opened !== undefined) return await this.announce(transaction, opened, 'incident.opened', actor);
      const known = await transaction.get<Row>(`SELECT * FROM incidents WHERE group_hash = ?${transaction.forUpdate}`, [group]);
      const reopens = known?.state === 'closed';
      const updated = await transaction.get<Row>(
        `UPDATE incidents SET workflow_name = ?, next_step = ?, last_event = ?, last_execution = ?, last_at_ms = ?, state = 'open',
             reports = CASE WHEN state = 'closed' THEN 1 ELSE reports + 1 END,
             first_at_ms = CASE WHEN state = 'closed' THEN ? ELSE first_at_ms END
           WHERE group_hash = ? RETURNING *`,
        [...latest, now, now, group],
      );
      if (updated === undefined) throw new Error('An incident vanished inside its transaction.');
      if (reopens) return await this.announce(transaction, updated, 'incident.reopened', actor);
      return incidentOf(updated, false);
    });
  }

  async list(state: 'open' | 'closed' | 'any', limit: number): Promise<readonly IncidentDetails[]> {
    const where = state === 'any' ? '' : 'WHERE state = ? ';
    const parameters = state === 'any' ? [] : [state];
    const rows = await this.parts.database.read(
      async (transaction) =>
        await transaction.all<Row>(`SELECT * FROM incidents ${where}ORDER BY last_at_ms DESC, id DESC LIMIT ?`, [
          ...parameters,
          Math.min(limit, MAX_LIST),
        ]),
    );
    return rows.map((row) => incidentOf(row, false));
  }

  /** @throws Problem 404 `unknown-incident`, 409 `incident-closed` */
  async close(id: string, reason: string, actor: Actor): Promise<IncidentDetails> {
    return await this.parts.database.write(async (transaction) => {
      const number = /^\d{1,15}$/.test(id) ? Number(id) : 0;
      const row = await transaction.get<Row>(`SELECT * FROM incidents WHERE id = ?${transaction.forUpdate}`, [number]);
      if (row === undefined)
        throw new Problem(404, 'unknown-incident', `There is no incident ${id}.`, { nextStep: 'List the incidents.' });
      if (row.state === 'closed') {
        throw new Problem(409, 'incident-closed', `Incident ${id} is closed already.`, {
          nextStep: 'A new report opens it again.',
        });
      }
      await transaction.run("UPDATE incidents SET state = 'closed' WHERE id = ?", [row.id]);
      await this.parts.audit.append(transaction, {
        actor,
        type: 'incident.closed',
        object: { kind: 'incident', id: String(row.id) },
        body: { reports: row.reports },
        // Free text of a person: it may name somebody.
        personal: { reason },
      });
      return incidentOf({ ...row, state: 'closed' }, false);
    });
  }

  private async announce(transaction: Transaction, row: Row, type: string, actor: Actor): Promise<IncidentDetails> {
    const incident = incidentOf(row, true);
    await this.parts.audit.append(transaction, {
      actor,
      type,
      object: { kind: 'incident', id: incident.id },
      body: { workflow: row.workflow_id, node: row.node, code: row.code },
    });
    const { isNew: _, state: __, ...subject } = incident;
    await this.parts.notices.publish(transaction, 'incident.opened', { ...subject, reopened: type === 'incident.reopened' });
    return incident;
  }
}

function groupOf({ workflow, node = '', code = '' }: IncidentReport, message: string): string {
  return createHash('sha256')
    .update(JSON.stringify([workflow.id, node, code, message]))
    .digest('hex');
}

function incidentOf(row: Row, isNew: boolean): IncidentDetails {
  return {
    id: String(row.id),
    workflow: { id: row.workflow_id, name: row.workflow_name },
    ...(row.node === null ? {} : { node: row.node }),
    ...(row.code === null ? {} : { code: row.code }),
    message: row.message,
    ...(row.next_step === null ? {} : { nextStep: row.next_step }),
    ...(row.last_event === null ? {} : { lastEvent: row.last_event }),
    ...(row.last_execution === null ? {} : { lastExecution: row.last_execution }),
    count: row.reports,
    firstAtMs: row.first_at_ms,
    lastAtMs: row.last_at_ms,
    state: row.state,
    isNew,
  };
}
