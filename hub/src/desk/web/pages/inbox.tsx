import type { PageProps } from './index';
import { EventPage } from './inbox/event';
import { EventList } from './inbox/list';

/** `#/inbox` lists, `#/inbox/41` shows one. */
export function InboxPage({ path, query }: PageProps) {
  const [id] = path;
  return id === undefined ? <EventList query={query} /> : <EventPage key={id} id={id} />;
}
