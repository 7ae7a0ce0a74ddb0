/**
 * The closed vocabulary of mapping files: every key the engine knows, by the thing it stands in. Unknown keys are refused when a
 * mapping is compiled; a test compares these lists with `mappings/mapping.schema.json`.
 */
export const MAPPING_KEYS = [
  '$schema',
  'id',
  'version',
  'title',
  'description',
  'extends',
  'source',
  'target',
  'context',
  'tables',
  'blocks',
  'let',
  'fields',
  'checks',
  'limits',
  'examples',
] as const;

/** Keys of which a rule has exactly one; `fields` and `use` count through `each` or `object`, or alone. */
export const VALUE_SOURCES = ['from', 'const', 'template', 'join', 'list', 'calc', 'is', 'allocate', 'cases', 'concat'] as const;
export const BLOCK_SOURCES = ['each', 'object', 'fields', 'use'] as const;

/** Keys that only mean something beside `each`, or inside a block. */
export const EACH_ONLY = ['value', 'groupBy', 'where'] as const;

export const RULE_KEYS = [
  'description',
  ...VALUE_SOURCES,
  ...BLOCK_SOURCES,
  ...EACH_ONLY,
  'let',
  'steps',
  'when',
  'default',
  'required',
  'personal',
  'invertible',
] as const;

export const CASE_KEYS = [...RULE_KEYS, 'else'] as const;
export const CHECK_KEYS = ['rule', 'description', 'that', 'when', 'message', 'compare', 'source', 'target'] as const;
export const ALLOCATION_KEYS = ['amount', 'over', 'where', 'by', 'scale'] as const;
export const SUM_KEYS = ['each', 'where', 'of'] as const;
export const LIMIT_KEYS = ['maxItems', 'maxTextLength', 'maxIssues', 'maxVisits'] as const;
export const CONTEXT_KEYS = ['description', 'default', 'required'] as const;

export const CONDITIONS = [
  'exists',
  'missing',
  'truthy',
  'type',
  'equals',
  'same',
  'in',
  'contains',
  'startsWith',
  'compare',
  'some',
  'all',
  'any',
  'not',
] as const;
export const OPERATIONS = [
  'add',
  'subtract',
  'multiply',
  'min',
  'max',
  'or',
  'negate',
  'absolute',
  'if',
  'divide',
  'round',
  'sum',
  'count',
] as const;
export const ROUNDINGS = ['halfUp', 'halfEven', 'down', 'up'] as const;
export const COMPARISONS = ['<', '<=', '=', '!=', '>=', '>'] as const;
export const TYPE_NAMES = ['text', 'number', 'boolean', 'list', 'object'] as const;
