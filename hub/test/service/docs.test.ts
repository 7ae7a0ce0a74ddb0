import { readFileSync } from 'node:fs';
import path from 'node:path';
import { PRESETS } from '../../src/access';
import { METRICS } from '../../src/metrics';
import { SETTINGS, variableOf } from '../../src/service/settings';

const root = path.resolve(__dirname, '../../..');

describe.each(['docs/hub.md', 'docs/zh-CN/hub.md'])('%s', (file) => {
  const text = readFileSync(path.join(root, file), 'utf8');

  test('names every setting with its flag and its variable', () => {
    for (const name of Object.keys(SETTINGS) as (keyof typeof SETTINGS)[]) {
      expect(text).toContain(`--${SETTINGS[name].flag}`);
      expect(text).toContain(variableOf(name));
    }
  });

  test('names every metric that somebody may alert on', () => {
    const described = [...text.matchAll(/`(medsupply_\w+)/g)].map(([, name]) => name);
    expect(described).toEqual(expect.arrayContaining(Object.keys(METRICS)));
  });

  test('names every preset', () => {
    for (const preset of Object.keys(PRESETS)) expect(text).toContain(`\`${preset}\``);
  });
});

test('both languages show the same commands', () => {
  const commandsOf = (file: string) =>
    [...readFileSync(path.join(root, file), 'utf8').matchAll(/^(?:npx|npm) [^#\n]*/gm)].map(([line]) => line.trim());
  expect(commandsOf('docs/zh-CN/hub.md')).toEqual(commandsOf('docs/hub.md'));
});
