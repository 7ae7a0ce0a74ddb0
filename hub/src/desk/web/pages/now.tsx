import { useState } from 'preact/hooks';
import { act } from '../api';
import { useText } from '../language';
import { ConfirmDialog } from '../parts/dialog';
import { Loaded } from '../parts/states';
import { Page } from '../parts/page';
import { useResource } from '../resource';
import type { GroupView, NowView } from '../types';
import { AttentionList } from './now/attentionList';
import { SourceList, UnfinishedList } from './now/lists';
import { Tiles } from './now/tiles';

const EVERY_MS = 15_000;

/** The first page: is everything all right, and if not, what has to be done. */
export function NowPage() {
  const t = useText();
  const resource = useResource<NowView>('/now', EVERY_MS);
  const [closing, setClosing] = useState<GroupView>();
  const close = async (reason: string) => {
    await act('POST', `/incidents/${closing?.id ?? ''}/close`, { reason });
    resource.reload();
  };
  return (
    <Page
      title={t('now.title')}
      subtitle={t('now.subtitle')}
      asOfMs={resource.asOfMs}
      loading={resource.loading}
      reload={resource.reload}
    >
      <Loaded of={resource}>
        {(now) => (
          <>
            <Tiles now={now} />
            <AttentionList groups={now.groups} onClose={setClosing} />
            <div class="columns">
              <UnfinishedList events={now.oldest} />
              <SourceList sources={now.sources} />
            </div>
          </>
        )}
      </Loaded>
      {closing === undefined ? null : (
        <ConfirmDialog
          title={t('now.closeIncident.title')}
          text={t('now.closeIncident.text')}
          confirm={t('now.closeIncident')}
          onConfirm={close}
          onClose={() => setClosing(undefined)}
        >
          <blockquote>{closing.reason}</blockquote>
        </ConfirmDialog>
      )}
    </Page>
  );
}
