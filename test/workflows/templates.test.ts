import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { INode, IConnections } from 'n8n-workflow';
import { safeParseWorkflowStructure } from 'n8n-workflow';

const root = path.resolve(__dirname, '../..');

interface Template {
  readonly id: string;
  readonly name: string;
  readonly active: boolean;
  readonly nodes: readonly INode[];
  readonly connections: IConnections;
  readonly settings: { readonly executionOrder?: string };
}

const templates = globSync('workflows/*.json', { cwd: root })
  .sort()
  .map((file) => ({ file, template: JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Template }));
const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8')) as { n8n: { nodes: string[] } };
const ownTypes = new Set(
  manifest.n8n.nodes.map((file) => {
    const name = path.basename(file, '.node.js');
    return `n8n-nodes-medsupply.${name.charAt(0).toLowerCase()}${name.slice(1)}`;
  }),
);
const FORBIDDEN = ['code', 'function', 'functionItem', 'itemLists', 'executeCommand', 'aiTransform'].map(
  (name) => `n8n-nodes-base.${name}`,
);

test('ids are unique over all templates, so that importing one never overwrites another', () => {
  const ids = templates.map(({ template }) => template.id);
  expect(new Set(ids).size).toBe(ids.length);
});

describe.each(templates)('$file', ({ template, file }) => {
  test('has the structure n8n imports', () => {
    expect(safeParseWorkflowStructure(template).success).toBe(true);
    expect(template.settings.executionOrder).toBe('v1');
    expect(template.active).toBe(false);
  });

  test('has a fixed id of 16 characters, so that importing twice updates instead of doubling', () => {
    expect(template.id).toMatch(/^[A-Za-z0-9]{16}$/);
    expect(new Set(template.nodes.map(({ id }) => id)).size).toBe(template.nodes.length);
    for (const { id } of template.nodes) expect(id).toMatch(/^[0-9a-f]{8}-([0-9a-f]{4}-){3}[0-9a-f]{12}$/);
  });

  test('its file name begins with its number', () => {
    expect(template.name.slice(0, 2)).toBe(path.basename(file).slice(0, 2));
  });

  test('uses no node that runs code, and only nodes that exist', () => {
    for (const { type } of template.nodes) {
      expect(FORBIDDEN).not.toContain(type);
      if (type.startsWith('n8n-nodes-medsupply.')) expect([...ownTypes]).toContain(type);
    }
  });

  test('states its promise on a sticky note', () => {
    const notes = template.nodes.filter(({ type }) => type === 'n8n-nodes-base.stickyNote');
    expect(notes.some(({ parameters }) => String(parameters.content).includes('**Promise.**'))).toBe(true);
  });

  test('its webhooks keep their address over imports', () => {
    for (const node of template.nodes.filter(({ type }) => type.endsWith('Trigger') && type.startsWith('n8n-nodes-medsupply.')))
      expect(node.webhookId).toMatch(/^[0-9a-f-]{36}$/);
  });

  test('every node that can refuse an item has its error output connected', () => {
    for (const node of template.nodes.filter(({ onError }) => onError === 'continueErrorOutput')) {
      const outputs = template.connections[node.name]?.main ?? [];
      expect({ node: node.name, connected: (outputs.at(-1) ?? []).length > 0 && outputs.length > 1 }).toEqual({
        node: node.name,
        connected: true,
      });
    }
    for (const node of template.nodes.filter(({ type }) => type === 'n8n-nodes-medsupply.fieldMapping')) {
      expect(template.connections[node.name]?.main?.[1]?.length ?? 0).toBeGreaterThan(0);
    }
  });

  test('holds no credential of its author and nothing personal', () => {
    for (const { credentials = {} } of template.nodes) for (const { id } of Object.values(credentials)) expect(id ?? '').toBe('');
    expect(JSON.stringify(template)).not.toMatch(/\$env|process\.env/);
  });
});
