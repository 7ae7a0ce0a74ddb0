import { useState } from 'preact/hooks';
import { act, query } from '../../api';
import { useText } from '../../language';
import { ConfirmDialog } from '../../parts/dialog';
import { chainQuery, documentOfKey, targetOfKey } from '../../parts/documentName';
import { History } from '../../parts/history';
import { Facts, Page, Panel } from '../../parts/page';
import { Done, Loaded } from '../../parts/states';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { useResource } from '../../resource';
import { href, hrefWith } from '../../route';
import { useSession } from '../../session';
import type { AuditEntryView, EffectSummary } from '../../types';

/** One effect, and the decision that only a person can make about it. */
export function EffectDetails({ effectKey }: { readonly effectKey: string }) {
  const t = useText();
  const { may } = useSession();
  const resource = useResource<{ effect: EffectSummary; history: readonly AuditEntryView[] }>(
    `/effects/one${query({ key: effectKey })}`,
  );
  const [decides, setDecides] = useState<'done' | 'retry'>();
  const [decided, setDecided] = useState(false);
  const decide = async (reason: string) => {
    await act('POST', '/effects/resolve', { key: effectKey, outcome: decides, reason });
    setDecided(true);
    resource.reload();
  };
  const document = documentOfKey(effectKey);
  return (
    <Page
      title={t('effect.title')}
      back={href('effects')}
      asOfMs={resource.asOfMs}
      loading={resource.loading}
      reload={resource.reload}
    >
      {decided ? <Done>{t('effect.done')}</Done> : null}
      <Loaded of={resource}>
        {({ effect, history }) => (
          <>
            <div class={`notice ${effect.state === 'parked' ? 'bad' : effect.state === 'unknown' ? 'ask' : 'calm'}`}>
              <Status state={effect.state} />
              <div class="grow">{effect.reason === undefined ? null : <strong>{effect.reason}</strong>}</div>
            </div>
            {(effect.state === 'unknown' || effect.state === 'parked') && may('effects.work') ? (
              <Panel title={t('effect.decide')}>
                <div class="pad stack">
                  <p>{t('effect.decide.text')}</p>
                  <div class="buttons">
                    <button type="button" class="button" onClick={() => setDecides('done')}>
                      {t('effect.itStands')}
                    </button>
                    <button type="button" class="button" onClick={() => setDecides('retry')}>
                      {t('effect.retry')}
                    </button>
                  </div>
                </div>
              </Panel>
            ) : null}
            <div class="columns uneven">
              <Panel
                title={t('event.facts')}
                aside={
                  document === undefined ? null : (
                    <a class="button small" href={hrefWith(['chain'], chainQuery(document))}>
                      {t('event.chain')}
                    </a>
                  )
                }
              >
                <EffectFacts effect={effect} />
              </Panel>
              <Panel title={t('event.history')}>
                <History entries={history} empty={t('effect.history.empty')} />
              </Panel>
            </div>
          </>
        )}
      </Loaded>
      {decides === undefined ? null : (
        <ConfirmDialog
          title={t(decides === 'done' ? 'effect.itStands' : 'effect.retry')}
          text={t(decides === 'done' ? 'effect.itStands.text' : 'effect.retry.text')}
          confirm={t(decides === 'done' ? 'effect.itStands' : 'effect.retry')}
          isDangerous={decides === 'retry'}
          onConfirm={decide}
          onClose={() => setDecides(undefined)}
        />
      )}
    </Page>
  );
}

function EffectFacts({ effect }: { readonly effect: EffectSummary }) {
  const t = useText();
  const time = (atMs: number | undefined) => (atMs === undefined ? undefined : <Time atMs={atMs} as="full" />);
  const { mapping, result } = effect;
  return (
    <Facts
      rows={[
        [t('effects.target'), targetOfKey(effect.key)],
        [t('effect.claimed'), time(effect.claimedAtMs)],
        [t('effect.settled'), time(effect.settledAtMs)],
        [t('effect.notBefore'), time(effect.notBeforeMs)],
        [t('effects.attempts'), effect.attempts],
        [t('effect.owner'), effect.owner],
        [t('effect.mapping'), mapping === undefined ? undefined : `${mapping.id} ${mapping.version}`],
        [t('event.version'), effect.version === undefined ? undefined : <span class="mono">{effect.version}</span>],
        [t('effect.key'), <span class="mono">{effect.key}</span>],
        [t('effect.fingerprint'), <span class="mono">{effect.fingerprint.slice(0, 16)}…</span>],
        [
          t('effect.result'),
          result === undefined ? undefined : <pre class="code small">{JSON.stringify(result, undefined, 2)}</pre>,
        ],
      ]}
    />
  );
}
