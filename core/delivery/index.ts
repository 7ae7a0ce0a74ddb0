export * from './effect';
export * from './deliverOnce';
export * from './effectLedger';
export * from './fingerprint';
export type { EffectFailureDetails } from './judge';
export { runEffects } from './runEffects';
