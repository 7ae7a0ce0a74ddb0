export * from './parts';
export { deskRoutes } from './routes';
