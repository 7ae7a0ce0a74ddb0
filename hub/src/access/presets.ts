import { N8N_SCOPES, type Scope } from '../contract';

/** Every scope there is, with what it allows, for help texts and the API's documentation. */
export const SCOPES: Readonly<Record<Scope, string>> = {
  'sources:write': 'register and remove sources and subscriptions',
  'events:work': 'store, lease and report events',
  'events:read': 'list events and sources',
  'effects:write': 'claim and settle effects',
  'effects:read': 'list effects',
  'links:read': 'read document chains',
  'links:write': 'add links between documents',
  'audit:read': 'read, export and prove the audit log',
  'audit:write': 'add notes to the audit log, write checkpoints',
  'mappings:read': 'read mappings',
  'mappings:write': 'upload, activate and roll back mappings',
  'desk:read': 'see what needs a person, incidents and key figures',
  'desk:write': 'read payloads, fix, replay and resolve',
  'metrics:read': 'read /metrics',
  'keys:admin': 'list, make, rotate and revoke API keys',
};

/** Sets of scopes for usual holders of a key. */
export const PRESETS = {
  n8n: N8N_SCOPES,
  metrics: ['metrics:read'],
  auditor: ['audit:read', 'events:read', 'effects:read', 'links:read', 'mappings:read', 'desk:read'],
  integrator: ['mappings:read', 'mappings:write', 'events:read', 'effects:read', 'links:read', 'desk:read'],
  admin: Object.keys(SCOPES) as Scope[],
} as const satisfies Readonly<Record<string, readonly Scope[]>>;

export type Preset = keyof typeof PRESETS;

/** Tells whether a word is a scope of the hub. */
export function isScope(word: string): word is Scope {
  return Object.hasOwn(SCOPES, word);
}

/** Tells whether a word names a set of scopes. */
export function isPreset(word: string): word is Preset {
  return Object.hasOwn(PRESETS, word);
}
