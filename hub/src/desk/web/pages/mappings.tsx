import { useState } from 'preact/hooks';
import { act, ask, query } from '../api';
import { useText } from '../language';
import { ConfirmDialog } from '../parts/dialog';
import { Page, Panel } from '../parts/page';
import { Done, Empty, Loaded } from '../parts/states';
import { Status } from '../parts/status';
import { Table } from '../parts/table';
import { Time } from '../parts/time';
import { useResource } from '../resource';
import { useSession } from '../session';

interface MappingView {
  readonly id: string;
  readonly version: string;
  readonly hash: string;
  readonly active: boolean;
  readonly extends?: string;
  readonly uploadedBy: string;
  readonly uploadedAtMs: number;
}

type Change = { readonly kind: 'activate' | 'rollback'; readonly mapping: MappingView };

export function MappingsPage() {
  const t = useText();
  const { may } = useSession();
  const resource = useResource<{ mappings: readonly MappingView[] }>('/mappings');
  const [change, setChange] = useState<Change>();
  const [active, setActive] = useState<MappingView>();
  const [file, setFile] = useState<{ readonly stored: MappingView; readonly file: unknown }>();
  const apply = async () => {
    if (change === undefined) return;
    const { id, version } = change.mapping;
    const body = change.kind === 'activate' ? { id, version } : { id };
    setActive(await act<MappingView>('POST', `/mappings/${change.kind}`, body));
    resource.reload();
  };
  const groups = (mappings: readonly MappingView[]) =>
    [...Map.groupBy(mappings, ({ id }) => id)].sort(([one], [other]) => (one < other ? -1 : 1));
  return (
    <Page
      title={t('mappings.title')}
      subtitle={t('mappings.subtitle')}
      asOfMs={resource.asOfMs}
      loading={resource.loading}
      reload={resource.reload}
    >
      {active === undefined ? null : <Done>{t('mappings.done', { id: active.id, version: active.version })}</Done>}
      <Loaded of={resource}>
        {({ mappings }) =>
          mappings.length === 0 ? (
            <div class="panel">
              <Empty title={t('mappings.empty')} hint={t('mappings.empty.hint')} icon="mappings" />
            </div>
          ) : (
            <>
              {groups(mappings).map(([id, versions]) => (
                <Panel key={id} title={id}>
                  <Table
                    label={id}
                    rows={[...versions].sort((one, other) => other.uploadedAtMs - one.uploadedAtMs)}
                    keyOf={({ version }) => version}
                    columns={[
                      {
                        title: t('mappings.version'),
                        kind: 'tight',
                        cell: (mapping) => (
                          <>
                            <strong>{mapping.version}</strong> {mapping.active ? <Status state="active" /> : null}
                          </>
                        ),
                      },
                      { title: t('mappings.extends'), cell: (mapping) => mapping.extends ?? t('app.none') },
                      { title: t('mappings.uploaded'), kind: 'tight', cell: ({ uploadedAtMs }) => <Time atMs={uploadedAtMs} /> },
                      { title: t('mappings.by'), kind: 'tight', cell: ({ uploadedBy }) => uploadedBy },
                      { title: t('mappings.hash'), cell: ({ hash }) => <span class="mono">{hash.slice(0, 12)}</span> },
                      {
                        title: t('now.action'),
                        kind: 'tight',
                        cell: (mapping) => (
                          <span class="buttons nowrap">
                            <button
                              type="button"
                              class="button small"
                              onClick={() =>
                                void ask<typeof file>(`/mappings/one${query({ id: mapping.id, version: mapping.version })}`).then(
                                  setFile,
                                )
                              }
                            >
                              {t('mappings.view')}
                            </button>
                            {may('mappings.work') && (!mapping.active || versions.length > 1) ? (
                              <button
                                type="button"
                                class="button small"
                                onClick={() => setChange({ kind: mapping.active ? 'rollback' : 'activate', mapping })}
                              >
                                {t(mapping.active ? 'mappings.rollback' : 'mappings.activate')}
                              </button>
                            ) : null}
                          </span>
                        ),
                      },
                    ]}
                  />
                  {file !== undefined && file.stored.id === id ? (
                    <pre class="code">{JSON.stringify(file.file, undefined, 2)}</pre>
                  ) : null}
                </Panel>
              ))}
            </>
          )
        }
      </Loaded>
      {change === undefined ? null : (
        <ConfirmDialog
          title={`${t(`mappings.${change.kind}`)}: ${change.mapping.id}`}
          text={t(`mappings.${change.kind}.text`, { version: change.mapping.version })}
          confirm={t(`mappings.${change.kind}`)}
          asksReason={false}
          onConfirm={apply}
          onClose={() => setChange(undefined)}
        />
      )}
    </Page>
  );
}
