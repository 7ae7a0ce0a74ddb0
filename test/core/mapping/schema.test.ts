import Ajv2020 from 'ajv/dist/2020';
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { compileOwn } from '../../../core/mapping';
import { ARGUMENT_STEPS, PLAIN_STEPS } from '../../../core/mapping/steps/compileStep';
import * as words from '../../../core/mapping/vocabulary';

interface Schema {
  readonly $ref?: string;
  readonly description?: string;
  readonly enum?: readonly string[];
  readonly anyOf?: readonly Schema[];
  readonly properties?: Readonly<Record<string, Schema>>;
  readonly prefixItems?: readonly Schema[];
  readonly contains?: Schema;
  readonly items?: Schema | false;
  readonly $defs: Readonly<Record<string, Schema>>;
}

const folder = path.join(__dirname, '../../../mappings');
const schema = JSON.parse(readFileSync(path.join(folder, 'mapping.schema.json'), 'utf8')) as Schema;
const definition = (name: string): Schema => schema.$defs[name] as Schema;
const names = (part: Schema | undefined): string[] => Object.keys(part?.properties ?? {}).sort();
const sorted = (list: readonly string[]): string[] => [...list].sort();

describe('the schema and the engine know the same words', () => {
  const rule = definition('rule');
  const [plain, argument] = definition('step').anyOf as readonly [Schema, Schema];
  const operations =
    definition('calculation').anyOf?.flatMap((part) => part.prefixItems?.[0]?.enum ?? part.contains?.enum ?? []) ?? [];
  const compare = definition('condition').properties?.compare;
  const type = definition('condition').properties?.type;

  test.each<[string, string[], string[]]>([
    ['mapping', names(schema), sorted(words.MAPPING_KEYS)],
    ['rule and case', names(rule), sorted(words.CASE_KEYS)],
    ['allocate', names(rule.properties?.allocate), sorted(words.ALLOCATION_KEYS)],
    ['sum over', names(definition('sumOver')), sorted(words.SUM_KEYS)],
    ['condition', names(definition('condition')), sorted(words.CONDITIONS)],
    ['operation', sorted(operations), sorted(words.OPERATIONS)],
    ['rounding', sorted(definition('rounding').enum ?? []), sorted(words.ROUNDINGS)],
    ['comparison', sorted(compare?.prefixItems?.[1]?.enum ?? []), sorted(words.COMPARISONS)],
    ['type', sorted(type?.prefixItems?.[1]?.enum ?? []), sorted(words.TYPE_NAMES)],
    ['steps as a word', sorted(plain.enum ?? []), sorted(PLAIN_STEPS)],
    ['steps with an argument', names(argument), sorted(ARGUMENT_STEPS)],
    ['check', names((schema.properties?.checks?.items || undefined) as Schema), sorted(words.CHECK_KEYS)],
    ['limits', names(schema.properties?.limits), sorted(words.LIMIT_KEYS)],
  ])('%s', (_, inSchema, inEngine) => {
    expect(inSchema).toEqual(inEngine);
  });

  test('everything that editors offer has a description', () => {
    const offered = [schema, definition('rule'), definition('condition'), argument];
    const bare = offered.flatMap((part) =>
      Object.entries(part.properties ?? {})
        .filter(([, property]) => (property.description ?? '') === '')
        .map(([name]) => name),
    );
    expect(bare).toEqual([]);
  });
});

describe('the schema itself', () => {
  const validate = new Ajv2020({ strict: false, allErrors: true }).compile(schema);
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((file) => /\.(in|out)\.json$/.test(file));

  test.each(files)('the shipped mapping %s follows it', (file) => {
    expect(validate(JSON.parse(readFileSync(path.join(folder, file), 'utf8')))).toBe(true);
  });

  test.each<[string, unknown]>([
    ['an unknown key', { id: 'x', version: '1', fieldz: {} }],
    ['no id', { version: '1' }],
    ['an unknown rule key', { id: 'x', version: '1', fields: { a: { form: 'b' } } }],
    ['an unknown step', { id: 'x', version: '1', fields: { a: { from: 'b', steps: ['trimm'] } } }],
    ['two steps in one', { id: 'x', version: '1', fields: { a: { from: 'b', steps: [{ prefix: 'a', suffix: 'b' }] } } }],
    ['an unknown condition', { id: 'x', version: '1', fields: { a: { from: 'b', when: { exist: 'c' } } } }],
    ['an unknown operation', { id: 'x', version: '1', fields: { a: { calc: ['power', 'b', 2] } } }],
    ['an example without expectation', { id: 'x', version: '1', examples: [{ name: 'n', input: {} }] }],
  ])('refuses %s', (_, mapping) => {
    expect(validate(mapping)).toBe(false);
    expect(() => compileOwn(mapping)).toThrow();
  });
});
