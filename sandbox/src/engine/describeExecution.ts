import type { IRun } from 'n8n-workflow';
import type { Execution, NodeRun, Template } from './template';

/** Keeps of a run what people and tests look at: status, reason, and the items of every node's outputs. */
export function describeExecution(id: string, template: Template, run: IRun, startedAtMs: number): Execution {
  const { error, runData } = run.data.resultData;
  const nodes: Record<string, NodeRun> = {};
  for (const [name, runs] of Object.entries(runData)) {
    const last = runs.at(-1);
    nodes[name] = {
      status: last?.executionStatus ?? 'unknown',
      ...(last?.error === undefined ? {} : { error: last.error.message }),
      outputs: (last?.data?.main ?? []).map((items) =>
        (items ?? []).map(({ json }) => json as Readonly<Record<string, unknown>>),
      ),
    };
  }
  return {
    id,
    template: template.name,
    status: run.status,
    ...(error === undefined
      ? {}
      : {
          error: error.message,
          errorDescription: 'description' in error && typeof error.description === 'string' ? error.description : undefined,
        }),
    startedAtMs,
    durationMs: Date.now() - startedAtMs,
    nodes,
  };
}
