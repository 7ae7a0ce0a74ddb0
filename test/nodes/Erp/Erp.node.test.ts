import { existsSync } from 'node:fs';
import path from 'node:path';
import { MedSupplyTrytonApi } from '../../../credentials/MedSupplyTrytonApi.credentials';
import { Erp } from '../../../nodes/Erp/Erp.node';
import { resources } from '../../../nodes/Erp/resources';
import { effectOf } from '../../../nodes/Erp/shared/effectOf';
import { systems } from '../../../nodes/Erp/systems';

const { description } = new Erp();

test('every system has an entry in the dropdown and its own credential, and the hub is optional', () => {
  const dropdown = description.properties.find(({ name }) => name === 'system');
  expect(dropdown?.options?.map((option) => ('value' in option ? option.value : ''))).toEqual(systems.map(({ id }) => id));
  expect(description.credentials).toEqual([
    ...systems.map(({ id, credential }) => ({ name: credential, required: true, displayOptions: { show: { system: [id] } } })),
    { name: 'medSupplyHubApi', required: false },
  ]);
  expect(new MedSupplyTrytonApi().name).toBe('medSupplyTrytonApi');
});

test('every operation says what a repeat does, and none is written blindly', () => {
  for (const { operations } of resources) {
    for (const { effect } of operations) {
      expect(effect.repeat).toMatch(/\.$/);
      expect(effect.class).not.toBe('write-blind');
    }
  }
  expect(effectOf('order.create').class).toBe('write-keyed');
});

test('an ordinary set-up evaluates no expression', () => {
  const withExpression = description.properties.filter((property) => JSON.stringify(property.default).includes('={{'));
  expect(withExpression).toEqual([]);
});

test('icons are there', () => {
  for (const icon of ['erp.svg', 'erp.dark.svg']) expect(existsSync(path.join(__dirname, '../../../nodes/Erp', icon))).toBe(true);
});
