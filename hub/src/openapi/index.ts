export { registerOpenApi } from './document';
