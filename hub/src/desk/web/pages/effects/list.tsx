import { useState } from 'preact/hooks';
import { query as queryOf } from '../../api';
import { useText, useWord } from '../../language';
import { documentOfKey, targetOfKey } from '../../parts/documentName';
import { Page } from '../../parts/page';
import { Empty, Loaded } from '../../parts/states';
import { Status } from '../../parts/status';
import { Table } from '../../parts/table';
import { Time } from '../../parts/time';
import { useResource } from '../../resource';
import { hrefWith } from '../../route';
import type { EffectSummary } from '../../types';

const STATES = ['unknown', 'parked', 'claimed', 'retry', 'done', 'rejected', 'resolved'] as const;
const EVERY_MS = 20_000;
const PAGE = 50;
const MAX_SHOWN = 200;

export function EffectList({ query }: { readonly query: URLSearchParams }) {
  const t = useText();
  const word = useWord();
  const state = query.get('state') ?? undefined;
  const search = query.get('text') ?? undefined;
  const [text, setText] = useState(search ?? '');
  const [limit, setLimit] = useState(PAGE);
  const resource = useResource<{ effects: readonly EffectSummary[]; more: boolean }>(
    `/effects${queryOf({ state, text: search, limit })}`,
    EVERY_MS,
  );
  const find = (event: Event) => {
    event.preventDefault();
    location.hash = hrefWith(['effects'], { text: text.trim() });
  };
  return (
    <Page
      title={t('effects.title')}
      subtitle={t('effects.subtitle')}
      asOfMs={resource.asOfMs}
      loading={resource.loading}
      reload={resource.reload}
    >
      <nav class="tabs" aria-label={t('effects.state')}>
        {[undefined, ...STATES].map((one) => (
          <a
            key={one ?? ''}
            href={hrefWith(['effects'], { state: one })}
            aria-current={state === one && search === undefined ? 'page' : undefined}
          >
            {one === undefined ? t('effects.open') : word('state', one)}
          </a>
        ))}
      </nav>
      <form class="filters" role="search" onSubmit={find}>
        <input
          type="search"
          aria-label={t('effects.search')}
          placeholder={t('effects.search')}
          value={text}
          maxLength={1000}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="button">
          {t('app.search')}
        </button>
      </form>
      <div class="panel">
        <Loaded of={resource}>
          {({ effects, more }) =>
            effects.length === 0 ? (
              <Empty
                title={t(state === undefined && search === undefined ? 'effects.empty.open' : 'effects.empty')}
                hint={t('effects.empty.hint')}
                icon="effects"
              />
            ) : (
              <>
                <Effects effects={effects} />
                {more && limit < MAX_SHOWN ? (
                  <button type="button" class="button more" onClick={() => setLimit(limit + PAGE)}>
                    {t('app.more')}
                  </button>
                ) : null}
              </>
            )
          }
        </Loaded>
      </div>
    </Page>
  );
}

function Effects({ effects }: { readonly effects: readonly EffectSummary[] }) {
  const t = useText();
  const word = useWord();
  return (
    <Table
      label={t('effects.title')}
      rows={effects}
      keyOf={({ key }) => key}
      columns={[
        { title: t('effects.state'), kind: 'tight', cell: ({ state }) => <Status state={state} /> },
        {
          title: t('effects.document'),
          kind: 'tight',
          cell: ({ key }) => {
            const document = documentOfKey(key);
            return (
              <a class="row-link" href={hrefWith(['effects'], { key })}>
                {document === undefined ? key : `${word('document', document.documentType)} `}
                <span class="mono">{document?.id}</span>
                <span class="under">{document === undefined ? '' : `${document.system} · ${document.tenant}`}</span>
              </a>
            );
          },
        },
        { title: t('effects.target'), cell: ({ key }) => targetOfKey(key) },
        {
          title: t('effects.since'),
          kind: 'tight',
          cell: ({ claimedAtMs, settledAtMs }) => <Time atMs={settledAtMs ?? claimedAtMs} />,
        },
        { title: t('effects.attempts'), kind: 'number', isExtra: true, cell: ({ attempts }) => attempts },
        { title: t('effects.why'), kind: 'wide', cell: ({ reason }) => reason },
      ]}
    />
  );
}
