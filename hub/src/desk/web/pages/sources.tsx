import { useText } from '../language';
import { Page } from '../parts/page';
import { Empty, Loaded } from '../parts/states';
import { Status } from '../parts/status';
import { Table } from '../parts/table';
import { Time } from '../parts/time';
import { useResource } from '../resource';
import { hrefWith } from '../route';
import type { SourceView } from '../types';
import { voiceOf } from './now/lists';

interface FullSource extends SourceView {
  readonly topics: readonly string[];
  readonly workflow: { readonly name: string; readonly node: string };
  readonly intakeUrl: string;
}

const EVERY_MS = 30_000;

export function SourcesPage() {
  const t = useText();
  const resource = useResource<{ sources: readonly FullSource[] }>('/sources', EVERY_MS);
  return (
    <Page
      title={t('sources.title')}
      subtitle={t('sources.subtitle')}
      asOfMs={resource.asOfMs}
      loading={resource.loading}
      reload={resource.reload}
    >
      <div class="panel">
        <Loaded of={resource}>
          {({ sources }) =>
            sources.length === 0 ? (
              <Empty title={t('sources.empty')} hint={t('sources.empty.hint')} icon="sources" />
            ) : (
              <Table
                label={t('sources.title')}
                rows={sources}
                keyOf={({ id }) => id}
                columns={[
                  { title: t('inbox.state'), kind: 'tight', cell: (source) => <Status state={voiceOf(source)} /> },
                  {
                    title: t('sources.source'),
                    cell: ({ id, profile }) => (
                      <a class="row-link" href={hrefWith(['inbox'], { source: id })}>
                        {id}
                        <span class="under">{profile}</span>
                      </a>
                    ),
                  },
                  { title: t('sources.tenant'), cell: ({ tenant }) => tenant },
                  {
                    title: t('sources.topics'),
                    cell: ({ topics }) =>
                      topics.map((topic) => (
                        <span key={topic} class="fact">
                          {topic}
                        </span>
                      )),
                  },
                  {
                    title: t('sources.workflow'),
                    cell: ({ workflow }) => (
                      <>
                        {workflow.name}
                        <span class="under">{workflow.node}</span>
                      </>
                    ),
                  },
                  {
                    title: t('sources.last'),
                    kind: 'tight',
                    cell: ({ lastDeliveryAtMs }) =>
                      lastDeliveryAtMs === undefined ? t('sources.never') : <Time atMs={lastDeliveryAtMs} as="age" />,
                  },
                  {
                    title: t('sources.address'),
                    kind: 'wide',
                    cell: ({ intakeUrl }) => <span class="mono breakable">{intakeUrl}</span>,
                  },
                ]}
              />
            )
          }
        </Loaded>
      </div>
    </Page>
  );
}
