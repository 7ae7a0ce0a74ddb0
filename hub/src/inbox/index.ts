export { DurableInbox, type InboxParts } from './durableInbox';
export { inboxRoutes } from './routes';
export { DEFAULT_INBOX_SETTINGS, type InboxSettings } from './settings';
