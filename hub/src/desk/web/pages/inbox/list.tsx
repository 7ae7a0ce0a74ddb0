import { useEffect, useState } from 'preact/hooks';
import { act, query as queryOf } from '../../api';
import { number } from '../../format';
import { useLanguage, useText, useWord } from '../../language';
import { ConfirmDialog } from '../../parts/dialog';
import { documentOfKey } from '../../parts/documentName';
import { Page } from '../../parts/page';
import { Done, Empty, Loaded } from '../../parts/states';
import { Status } from '../../parts/status';
import { Table } from '../../parts/table';
import { Time } from '../../parts/time';
import { href, hrefWith } from '../../route';
import { useResource } from '../../resource';
import { useSession } from '../../session';
import type { EventRow, SourceView } from '../../types';

const STATES = ['parked', 'unknown', 'ready', 'leased', 'done', 'superseded', 'repeat', 'resolved'] as const;
const EVERY_MS = 20_000;
const PAGE = 50;
const MAX_SHOWN = 200;

interface EventsView {
  readonly events: readonly EventRow[];
  readonly more: boolean;
  readonly backlog: Readonly<Record<string, number | undefined>>;
}

interface ReplayResult {
  readonly replayed: number;
  readonly refused: readonly { readonly id: string; readonly detail: string }[];
  readonly more: boolean;
}

/** The list of events; everything that narrows it stands in the address, so that it can be bookmarked and sent. */
export function EventList({ query }: { readonly query: URLSearchParams }) {
  const t = useText();
  const word = useWord();
  const { language } = useLanguage();
  const { may } = useSession();
  const filter = Object.fromEntries(['state', 'source', 'text', 'group'].map((name) => [name, query.get(name) ?? undefined]));
  const [limit, setLimit] = useState(PAGE);
  const [text, setText] = useState(filter['text'] ?? '');
  const [replays, setReplays] = useState(false);
  const [result, setResult] = useState<ReplayResult>();
  useEffect(() => setText(filter['text'] ?? ''), [filter['text']]);
  const resource = useResource<EventsView>(`/events${queryOf({ ...filter, limit })}`, EVERY_MS);
  const sources = useResource<{ sources: readonly SourceView[] }>('/sources');
  const address = (change: Readonly<Record<string, string | undefined>>) =>
    hrefWith(['inbox'], { ...filter, group: undefined, ...change });
  const search = (event: Event) => {
    event.preventDefault();
    location.hash = address({ text: text.trim() });
  };
  const replayGroup = async (reason: string) => {
    setResult(await act<ReplayResult>('POST', '/events/replay-group', { group: filter['group'], reason }));
    resource.reload();
  };
  return (
    <Page
      title={t('inbox.title')}
      subtitle={t('inbox.subtitle')}
      asOfMs={resource.asOfMs}
      loading={resource.loading}
      reload={resource.reload}
    >
      <nav class="tabs" aria-label={t('inbox.state')}>
        {[undefined, ...STATES].map((state) => {
          const count = state === undefined ? undefined : resource.data?.backlog[state];
          return (
            <a key={state ?? ''} href={address({ state })} aria-current={filter['state'] === state ? 'page' : undefined}>
              {state === undefined ? t('app.all') : word('state', state)}
              {count === undefined || count === 0 ? null : <span class="badge">{number(language, count)}</span>}
            </a>
          );
        })}
      </nav>
      <form class="filters" role="search" onSubmit={search}>
        <input
          type="search"
          aria-label={t('inbox.search')}
          placeholder={t('inbox.search')}
          value={text}
          maxLength={300}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <select
          aria-label={t('inbox.source')}
          value={filter['source'] ?? ''}
          onChange={(event) => (location.hash = address({ source: event.currentTarget.value }))}
        >
          <option value="">{t('inbox.allSources')}</option>
          {(sources.data?.sources ?? []).map(({ id }) => (
            <option key={id} value={id}>
              {id}
            </option>
          ))}
        </select>
        <button type="submit" class="button">
          {t('app.search')}
        </button>
      </form>
      {filter['group'] === undefined ? null : (
        <div class="notice wait">
          <div class="grow">{t('inbox.group')}</div>
          <div class="buttons">
            {may('events.work') && (resource.data?.events.length ?? 0) > 0 ? (
              <button type="button" class="button small primary" onClick={() => setReplays(true)}>
                {t('inbox.replayGroup')}
              </button>
            ) : null}
            <a class="button small" href={address({})}>
              {t('inbox.group.clear')}
            </a>
          </div>
        </div>
      )}
      {result === undefined ? null : <ReplayNote result={result} />}
      <Loaded of={resource}>
        {({ events, more }) =>
          events.length === 0 ? (
            <div class="panel">
              <Empty title={t('inbox.empty')} hint={t('inbox.empty.hint')} icon="inbox" />
            </div>
          ) : (
            <div class="panel">
              <Events events={events} />
              {more && limit < MAX_SHOWN ? (
                <button type="button" class="button more" onClick={() => setLimit(limit + PAGE)}>
                  {t('app.more')}
                </button>
              ) : null}
            </div>
          )
        }
      </Loaded>
      {replays ? (
        <ConfirmDialog
          title={t('inbox.replayGroup')}
          text={t('inbox.replayGroup.text')}
          confirm={t('inbox.replayGroup')}
          onConfirm={replayGroup}
          onClose={() => setReplays(false)}
        />
      ) : null}
    </Page>
  );
}

function Events({ events }: { readonly events: readonly EventRow[] }) {
  const t = useText();
  const word = useWord();
  return (
    <Table
      label={t('inbox.title')}
      rows={events}
      keyOf={({ id }) => id}
      columns={[
        {
          title: t('inbox.received'),
          kind: 'tight',
          cell: ({ id, receivedAtMs }) => (
            <a class="row-link" href={href('inbox', id)}>
              <Time atMs={receivedAtMs} />
              <span class="under">#{id}</span>
            </a>
          ),
        },
        { title: t('inbox.state'), kind: 'tight', cell: ({ state }) => <Status state={state} /> },
        {
          title: t('inbox.document'),
          kind: 'tight',
          cell: ({ businessKey, source }) => {
            const document = businessKey === undefined ? undefined : documentOfKey(businessKey);
            return (
              <>
                {document === undefined ? t('app.none') : `${word('document', document.documentType)} `}
                <span class="mono">{document?.id}</span>
                <span class="under">{source}</span>
              </>
            );
          },
        },
        { title: t('inbox.topic'), kind: 'tight', isExtra: true, cell: ({ topic }) => topic },
        { title: t('inbox.attempts'), kind: 'number', isExtra: true, cell: ({ attempts }) => attempts },
        {
          title: t('inbox.why'),
          kind: 'wide',
          cell: ({ reason, code }) => (reason === undefined ? null : <span title={code}>{reason}</span>),
        },
      ]}
    />
  );
}

function ReplayNote({ result }: { readonly result: ReplayResult }) {
  const t = useText();
  const { replayed, refused, more } = result;
  return (
    <Done>
      {replayed === 1 ? t('inbox.replayed.one') : t('inbox.replayed', { count: replayed })} {more ? t('inbox.replayed.more') : ''}
      {refused.length === 0 ? null : (
        <>
          <p>{t('inbox.replayed.refused', { count: refused.length })}</p>
          <ul>
            {refused.map(({ id, detail }) => (
              <li key={id}>
                <a href={href('inbox', id)}>#{id}</a> {detail}
              </li>
            ))}
          </ul>
        </>
      )}
    </Done>
  );
}
