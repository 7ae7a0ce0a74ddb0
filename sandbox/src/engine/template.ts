import type { IConnections, INode, IWorkflowSettings } from 'n8n-workflow';

/** A workflow template as it lies in `workflows/`. */
export interface Template {
  readonly id: string;
  readonly name: string;
  readonly nodes: INode[];
  readonly connections: IConnections;
  readonly settings?: IWorkflowSettings;
}

/** What one node did in an execution. */
export interface NodeRun {
  readonly status: string;
  readonly error?: string;
  /** Items by output. */
  readonly outputs: readonly (readonly Readonly<Record<string, unknown>>[])[];
}

/** One execution of a template. */
export interface Execution {
  readonly id: string;
  readonly template: string;
  readonly status: string;
  readonly error?: string;
  readonly errorDescription?: string;
  readonly startedAtMs: number;
  readonly durationMs: number;
  readonly nodes: Readonly<Record<string, NodeRun>>;
}
