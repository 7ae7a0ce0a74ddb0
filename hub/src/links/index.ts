export { DocumentLinks } from './documentLinks';
export { linksRoutes } from './routes';
