export * from './accessKeys';
export * from './presets';
export { accessRoutes } from './routes';
export type { Refusal, RefusalReason } from './refusals';
