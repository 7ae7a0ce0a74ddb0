// Writes docs/effects.md and its Chinese twin from what the operations themselves declare.
import { globSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { build } from 'esbuild';
import { effectsInChinese } from './effects-zh.mjs';

const root = path.resolve(import.meta.dirname, '../..');

const english = {
  file: 'docs/effects.md',
  head: `# What a repeat does

Every operation declares what happens when it is run again with the same input: after a retry, a repeated webhook, or a lost answer.
Made from the operations by \`npm run docs\`; do not edit.

| class | what a repeat does on the target |
| --- | --- |
| \`read\` | changes nothing |
| \`write-idempotent\` | sets an absolute state: twice is the same as once |
| \`write-keyed\` | the target enforces our key: the second request is refused or answered with the first result |
| \`write-lookup\` | the target enforces nothing: we look for our reference before creating |
| \`write-blind\` | neither is possible: a lost answer has to be settled by a person |
`,
  columns: '| resource | operation | class | repeat |',
  tail: `
## Nodes without operations of this kind

- *MedSupply Field Mapping* changes nothing outside the execution.
- *MedSupply Shopify Trigger* subscribes when the workflow is published. It compares topic and address with what exists, so publishing again
  creates nothing that is there.
`,
  sentence: (text) => text,
};

const chinese = {
  file: 'docs/zh-CN/effects.md',
  head: `# 重复执行会怎样

每个操作都声明：以相同输入再次运行（重试、重复的 webhook、应答丢失）时会发生什么。由 \`npm run docs\` 从各操作生成，请勿手工修改。

| 类别 | 重复执行对目标系统的影响 |
| --- | --- |
| \`read\` | 不做任何更改 |
| \`write-idempotent\` | 设置绝对状态：两次与一次相同 |
| \`write-keyed\` | 目标系统强制业务键唯一：第二次请求被拒绝，或返回第一次的结果 |
| \`write-lookup\` | 目标系统不作限制：新建之前先按我们的参考号查找 |
| \`write-blind\` | 两者都做不到：应答丢失时须由人工处理 |
`,
  columns: '| 资源 | 操作 | 类别 | 重复执行 |',
  tail: `
## 没有此类操作的节点

- *MedSupply Field Mapping*（字段映射）不更改执行之外的任何内容。
- *MedSupply Shopify Trigger*（触发器）在发布工作流时订阅。它按主题和地址与已有订阅比较，因此再次发布不会重复创建。
`,
  sentence: (text) => effectsInChinese.get(text) ?? text,
};

/** Display name, resources and operations of every node that has resources. */
async function readNodes() {
  const work = path.join(root, '.run/docs');
  mkdirSync(work, { recursive: true });
  const require = createRequire(path.join(work, 'here.cjs'));
  const entryPoints = globSync('nodes/*/resources/index.ts', { cwd: root }).sort();
  const nodes = [];
  for (const entry of entryPoints) {
    const folder = entry.split(path.sep)[1];
    const outfile = path.join(work, `${folder}.cjs`);
    await build({
      absWorkingDir: root,
      entryPoints: [entry],
      outfile,
      bundle: true,
      platform: 'node',
      format: 'cjs',
      external: ['n8n-workflow', 'luxon'],
      logLevel: 'warning',
    });
    const source = readFileSync(path.join(root, 'nodes', folder, `${folder}.node.ts`), 'utf8');
    nodes.push({ name: /displayName: '(MedSupply [^']+)'/.exec(source)?.[1] ?? folder, resources: require(outfile).resources });
  }
  return nodes;
}

const cell = (text) => String(text).replaceAll('|', '\\|').replaceAll('\n', ' ');

function tableOf({ name, resources }, { columns, sentence }) {
  const rows = resources.flatMap((resource) =>
    resource.operations.map(
      ({ option, effect }) => `| ${resource.name} | ${option.name} | \`${effect.class}\` | ${cell(sentence(effect.repeat))} |`,
    ),
  );
  return `\n## ${name}\n\n${columns}\n| --- | --- | --- | --- |\n${rows.join('\n')}\n`;
}

const nodes = await readNodes();
for (const language of [english, chinese]) {
  writeFileSync(
    path.join(root, language.file),
    `${language.head}${nodes.map((node) => tableOf(node, language)).join('')}${language.tail}`,
  );
}
const sentences = nodes.flatMap(({ resources }) =>
  resources.flatMap(({ operations }) => operations.map(({ effect }) => effect.repeat)),
);
const untranslated = [...new Set(sentences)].filter((text) => !effectsInChinese.has(text));
for (const text of untranslated) console.log(`effects: no Chinese yet for "${text}" (scripts/docs/effects-zh.mjs)`);
console.log(`effects: ${sentences.length} operations`);
