export * from './engine';
export * from './template';
export type { CredentialData } from './credentials';
