export { DeliveryActivity } from './activity';
export { SourceDirectory, type KnownSource, type KnownSubscription } from './directory';
export { sourcesRoutes } from './routes';
export { SilenceWatch } from './silenceWatch';
export { HubSources, type HubSourcesParts } from './sources';
