// Writes the data dictionary (docs/data-dictionary.md and its Chinese twin's frame) from the document schemas, and the table of effects.
import { readFileSync, writeFileSync, readdirSync } from 'node:fs';
import path from 'node:path';

const root = path.resolve(import.meta.dirname, '..');
const folder = path.join(root, 'mappings/documents');
const read = (name) => JSON.parse(readFileSync(path.join(folder, `${name}.schema.json`), 'utf8'));
const common = read('common');
const types = readdirSync(folder)
  .map((file) => file.replace('.schema.json', ''))
  .filter((name) => name !== 'common')
  .sort();

const resolve = (node) => {
  if (!node.$ref) return node;
  const definition = common.$defs[node.$ref.split('/').at(-1)];
  return { ...definition, ...node, $ref: undefined };
};
const escape = (text) =>
  String(text ?? '')
    .replaceAll('|', '\\|')
    .replaceAll('\n', ' ');

function kindOf(node) {
  if (node.const !== undefined) return `always \`${node.const}\``;
  if (node.enum) return node.enum.map((value) => `\`${value}\``).join(', ');
  if (node.type === 'array') {
    const items = resolve(node.items ?? {});
    return items.type === 'object' ? 'list' : `list of ${kindOf(items)}`;
  }
  if (node.format) return node.format;
  return node.title && ['Decimal number', 'Amount of money', 'Quantity', 'Rate'].includes(node.title)
    ? 'decimal text'
    : (node.type ?? '');
}

function rows(schema, prefix, out) {
  for (const [key, raw] of Object.entries(schema.properties ?? {})) {
    const node = resolve(raw);
    const name = prefix + key;
    const required = (schema.required ?? []).includes(key) ? 'yes' : '';
    const example = node.examples?.[0];
    out.push(
      `| \`${name}\` | ${escape(node.title)} | ${kindOf(node)} | ${required} | ${escape(node.description)} | ${example === undefined ? '' : `\`${escape(JSON.stringify(example))}\``} |`,
    );
    if (node.type === 'object') rows(node, `${name}.`, out);
    const items = node.type === 'array' ? resolve(node.items ?? {}) : undefined;
    if (items?.type === 'object') rows(items, `${name}[].`, out);
  }
  return out;
}

const texts = {
  en: {
    file: 'docs/data-dictionary.md',
    head: '# Data dictionary\n\nThe canonical documents, field by field. Made from `mappings/documents/*.schema.json` by `npm run docs`; do not edit.\n\nDecimals are text and never floats; every amount of a document is in its `currency` with exactly `currencyScale` decimals; ids are text; times carry their offset; quantities name a UN/ECE unit.\n',
    columns: '| field | title | form | required | meaning | example |',
  },
  zh: {
    file: 'docs/zh-CN/data-dictionary.md',
    head: '# 数据字典\n\n规范单据的逐字段说明，由 `npm run docs` 从 `mappings/documents/*.schema.json` 生成，请勿手工修改。字段名与说明保持英文，与模式文件一致。\n\n小数一律为文本，绝不使用浮点数；单据内所有金额均以 `currency` 为币种，并恰好有 `currencyScale` 位小数；编号均为文本；时间带时区偏移；数量注明 UN/ECE 单位。\n',
    columns: '| 字段 | 标题 | 形式 | 必填 | 含义 | 示例 |',
  },
};

for (const { file, head, columns } of Object.values(texts)) {
  const parts = [head];
  for (const type of types) {
    const schema = read(type);
    parts.push(
      `\n## ${schema.title} (\`${type}\`)\n\n${schema.description}\n\n${columns}\n| --- | --- | --- | --- | --- | --- |\n${rows(schema, '', []).join('\n')}\n`,
    );
  }
  writeFileSync(path.join(root, file), parts.join(''));
}
console.log(`data dictionary: ${types.length} documents`);

await import('./docs/effects.mjs');
