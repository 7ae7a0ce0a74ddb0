import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';

interface TemplateNode {
  readonly name: string;
  readonly type: string;
  readonly parameters: Readonly<Record<string, unknown>>;
  readonly credentials?: Readonly<Record<string, unknown>>;
}

interface Template {
  readonly id: string;
  readonly nodes: readonly TemplateNode[];
  readonly connections: Readonly<Record<string, unknown>>;
}

export interface TemplateChanges {
  /** With it every node that takes a hub credential gets one; without it none has. */
  readonly withHub: boolean;
  /** Parameters set on every node of a type (without the prefix of the pack). */
  readonly set: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
}

const HUB_CREDENTIAL = 'medSupplyHubApi';
/** Nodes that work differently with a hub, or need one. */
const HUB_NODES = ['shopifyTrigger', 'erp', 'hub', 'hubTrigger'];
const PREFIX = 'n8n-nodes-medsupply.';

/**
 * Reads a shipped template by the beginning of its file name (`01`) and fills in what its user would choose.
 * @throws Error when there is no such template
 */
export function shippedTemplate(root: string, number: string, changes: TemplateChanges): Template {
  const [file] = globSync(`workflows/${number}-*.json`, { cwd: root });
  if (file === undefined) throw new Error(`There is no template workflows/${number}-*.json`);
  const template = JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Template;
  return { ...template, nodes: template.nodes.map((node) => adjusted(node, changes)) };
}

const SCHEDULE = 'n8n-nodes-base.scheduleTrigger';
const BY_HAND = 'By Hand';

/** Gives a scheduled template a manual trigger as well, because n8n's command line starts no schedule. */
export function startedByHand(template: Template): Template {
  const schedule = template.nodes.find(({ type }) => type === SCHEDULE);
  if (schedule === undefined) return template;
  const manual = { name: BY_HAND, type: 'n8n-nodes-base.manualTrigger', parameters: {} };
  const node = { ...manual, id: `${template.id}-by-hand`, typeVersion: 1, position: [0, -200] };
  return {
    ...template,
    nodes: [...template.nodes, node],
    connections: { ...template.connections, [BY_HAND]: template.connections[schedule.name] },
  };
}

function adjusted(node: TemplateNode, { withHub, set }: TemplateChanges): TemplateNode {
  const type = node.type.startsWith(PREFIX) ? node.type.slice(PREFIX.length) : '';
  const { [HUB_CREDENTIAL]: _hub, ...others } = node.credentials ?? {};
  const chosen = withHub && HUB_NODES.includes(type) ? { ...others, [HUB_CREDENTIAL]: { id: '', name: '' } } : others;
  return {
    ...node,
    parameters: { ...node.parameters, ...set[type] },
    ...(Object.keys(chosen).length === 0 ? {} : { credentials: chosen }),
  };
}
