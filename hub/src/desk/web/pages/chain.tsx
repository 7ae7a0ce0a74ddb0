import { useEffect, useState } from 'preact/hooks';
import { query as queryOf } from '../api';
import { useText, useWord } from '../language';
import { chainQuery } from '../parts/documentName';
import { Page } from '../parts/page';
import { Empty, Loaded } from '../parts/states';
import { useResource } from '../resource';
import { hrefWith } from '../route';
import type { DocumentReference } from '../types';
import { ChainView, type GraphView } from './chain/view';
import type { PageProps } from './index';

/** `#/chain?text=1042` searches; `#/chain?system=…` shows the chain of one document. */
export function ChainPage({ query }: PageProps) {
  const t = useText();
  const search = query.get('text') ?? '';
  const document = documentOfQuery(query);
  const [text, setText] = useState(search);
  useEffect(() => setText(search), [search]);
  const found = useResource<{ documents: readonly DocumentReference[] }>(
    search === '' ? undefined : `/chain/find${queryOf({ text: search })}`,
  );
  const only = found.data?.documents.length === 1 ? found.data.documents[0] : undefined;
  const shown = document ?? only;
  const find = (event: Event) => {
    event.preventDefault();
    location.hash = hrefWith(['chain'], { text: text.trim() });
  };
  return (
    <Page title={t('chain.title')} subtitle={t('chain.subtitle')}>
      <form class="filters" role="search" onSubmit={find}>
        <input
          type="search"
          aria-label={t('chain.search')}
          placeholder={t('chain.search')}
          value={text}
          maxLength={300}
          onInput={(event) => setText(event.currentTarget.value)}
        />
        <button type="submit" class="button primary">
          {t('app.search')}
        </button>
      </form>
      {shown !== undefined ? <Chain of={shown} /> : null}
      {shown === undefined && search === '' ? (
        <div class="panel">
          <Empty title={t('chain.empty')} hint={t('chain.empty.hint')} icon="chain" />
        </div>
      ) : null}
      {shown === undefined && search !== '' ? (
        <div class="panel">
          <Loaded of={found}>{({ documents }) => (only === undefined ? <Choice documents={documents} /> : null)}</Loaded>
        </div>
      ) : null}
    </Page>
  );
}

function Chain({ of }: { readonly of: DocumentReference }) {
  const resource = useResource<GraphView>(`/chain${queryOf(chainQuery(of))}`);
  return <Loaded of={resource}>{(graph) => <ChainView key={JSON.stringify(chainQuery(of))} graph={graph} start={of} />}</Loaded>;
}

function Choice({ documents }: { readonly documents: readonly DocumentReference[] }) {
  const t = useText();
  const word = useWord();
  if (documents.length === 0) return <Empty title={t('chain.notFound')} hint={t('chain.notFound.hint')} icon="ask" />;
  return (
    <>
      <p class="pad muted">{t('chain.several')}</p>
      <ul class="rows">
        {documents.map((document) => (
          <li key={JSON.stringify(document)}>
            <a href={hrefWith(['chain'], chainQuery(document))}>
              <span class="grow">
                <strong>
                  {word('document', document.documentType)} {document.number ?? document.id}
                </strong>
                <span class="under">
                  {document.system} · {document.tenant}
                </span>
              </span>
            </a>
          </li>
        ))}
      </ul>
    </>
  );
}

function documentOfQuery(query: URLSearchParams): DocumentReference | undefined {
  const [system, tenant, documentType, id] = ['system', 'tenant', 'documentType', 'id'].map((name) => query.get(name) ?? '');
  if (!system || !tenant || !documentType || !id) return undefined;
  return { system, tenant, documentType, id };
}
