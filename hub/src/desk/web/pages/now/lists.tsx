import { useText } from '../../language';
import { documentOfKey } from '../../parts/documentName';
import { Panel } from '../../parts/page';
import { Empty } from '../../parts/states';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { href } from '../../route';
import type { EventSummary, SourceView } from '../../types';

/** The events that wait longest. */
export function UnfinishedList({ events }: { readonly events: readonly EventSummary[] }) {
  const t = useText();
  return (
    <Panel title={t('now.unfinished')}>
      {events.length === 0 ? (
        <Empty title={t('now.unfinished.empty')} />
      ) : (
        <ul class="rows">
          {events.map(({ id, state, businessKey, topic, receivedAtMs }) => (
            <li key={id}>
              <a href={href('inbox', id)}>
                <Status state={state} />
                <span class="grow">
                  {topic}
                  <span class="under mono">{businessKey === undefined ? id : documentOfKey(businessKey)?.id}</span>
                </span>
                <Time atMs={receivedAtMs} as="age" />
              </a>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** Whether each source still speaks. */
export function SourceList({ sources }: { readonly sources: readonly SourceView[] }) {
  const t = useText();
  return (
    <Panel title={t('now.sources')}>
      {sources.length === 0 ? (
        <Empty title={t('now.sources.empty')} hint={t('now.sources.empty.hint')} icon="sources" />
      ) : (
        <ul class="rows">
          {sources.map((source) => (
            <li key={source.id}>
              <a href={href('sources')}>
                <Status state={voiceOf(source)} />
                <span class="grow">
                  {source.id}
                  <span class="under">{source.tenant}</span>
                </span>
                {source.lastDeliveryAtMs === undefined ? null : <Time atMs={source.lastDeliveryAtMs} as="age" />}
              </a>
            </li>
          ))}
        </ul>
      )}
    </Panel>
  );
}

/** The state of a source as a word of the dictionary. */
export function voiceOf({ active, silentSinceMs, lastDeliveryAtMs }: SourceView): string {
  if (!active) return 'inactive';
  if (silentSinceMs !== undefined) return 'silent';
  return lastDeliveryAtMs === undefined ? 'never' : 'speaking';
}
