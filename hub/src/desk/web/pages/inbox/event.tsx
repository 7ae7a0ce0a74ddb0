import { useState } from 'preact/hooks';
import { act, ask, type Problem, Refused } from '../../api';
import { useText, useWord } from '../../language';
import { CopyButton } from '../../parts/copy';
import { ConfirmDialog } from '../../parts/dialog';
import { chainQuery, documentOfKey } from '../../parts/documentName';
import { History } from '../../parts/history';
import { Icon } from '../../parts/icons';
import { Facts, Page, Panel } from '../../parts/page';
import { ProblemBox } from '../../parts/problem';
import { Done, Loaded } from '../../parts/states';
import { Status } from '../../parts/status';
import { Time } from '../../parts/time';
import { prettyJson } from '../../payload/prettyJson';
import { useResource } from '../../resource';
import { href, hrefWith } from '../../route';
import { useSession } from '../../session';
import type { AuditEntryView, EventRow } from '../../types';
import { FixPanel } from './fix';

interface EventView {
  readonly event: EventRow;
  readonly history: readonly AuditEntryView[];
  readonly payload: 'full' | 'masked' | 'none';
}

interface Payload {
  readonly text: string;
  readonly masked: boolean;
}

/** One event: why it is where it is, what can be done, its payload, its history. */
export function EventPage({ id }: { readonly id: string }) {
  const t = useText();
  const { may } = useSession();
  const resource = useResource<EventView>(`/events/${encodeURIComponent(id)}`);
  const [asks, setAsks] = useState<'replay' | 'resolve'>();
  const [done, setDone] = useState<'fix' | 'replay' | 'resolve'>();
  const [fixes, setFixes] = useState<string>();
  const [payload, setPayload] = useState<Payload>();
  const [problem, setProblem] = useState<Problem>();
  const finish = (what: 'fix' | 'replay' | 'resolve') => {
    setDone(what);
    setFixes(undefined);
    setPayload(undefined);
    resource.reload();
  };
  const read = async (use: (payload: Payload) => void) => {
    setProblem(undefined);
    try {
      use(await ask<Payload>(`/events/${encodeURIComponent(id)}/body`));
      resource.reload();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setProblem(error.problem);
    }
  };
  return (
    <Page
      title={t('event.title', { id })}
      back={href('inbox')}
      asOfMs={resource.asOfMs}
      loading={resource.loading}
      reload={resource.reload}
    >
      {done === undefined ? null : <Done>{t(`event.done.${done}`)}</Done>}
      {problem === undefined ? null : <ProblemBox problem={problem} />}
      <Loaded of={resource}>
        {({ event, history, payload: access }) => (
          <>
            <Reason event={event} />
            {event.state === 'parked' && may('events.work') && fixes === undefined ? (
              <div class="buttons actions">
                <button
                  type="button"
                  class="button primary"
                  disabled={event.erased}
                  onClick={() => void read(({ text }) => setFixes(text))}
                >
                  {t('event.fix')}
                </button>
                <button type="button" class="button" onClick={() => setAsks('replay')}>
                  {t('event.replay')}
                </button>
                <button type="button" class="button" onClick={() => setAsks('resolve')}>
                  {t('event.resolve')}
                </button>
              </div>
            ) : null}
            {fixes === undefined ? null : (
              <FixPanel id={id} body={fixes} onDone={() => finish('fix')} onCancel={() => setFixes(undefined)} />
            )}
            <div class="columns uneven">
              <Panel title={t('event.facts')} aside={<ChainLink event={event} />}>
                <EventFacts event={event} />
              </Panel>
              <Panel title={t('event.history')}>
                <History entries={history} empty={t('event.history.empty')} />
              </Panel>
            </div>
            {fixes === undefined ? (
              <Panel title={t('event.payload')} aside={payload === undefined ? null : <CopyButton text={payload.text} />}>
                {payload === undefined ? (
                  <div class="pad">
                    {access === 'none' ? (
                      <p class="muted">{t('event.payload.none')}</p>
                    ) : (
                      <>
                        <button type="button" class="button" onClick={() => void read(setPayload)}>
                          {t('event.payload.show')}
                        </button>{' '}
                        <small class="muted">{t('event.payload.audited')}</small>
                      </>
                    )}
                  </div>
                ) : (
                  <>
                    {payload.masked ? <p class="pad muted">{t('event.payload.masked')}</p> : null}
                    <pre class="code" tabIndex={0}>
                      {prettyJson(payload.text)}
                    </pre>
                  </>
                )}
              </Panel>
            ) : null}
          </>
        )}
      </Loaded>
      {asks === undefined ? null : (
        <ConfirmDialog
          title={t(`event.${asks}`)}
          text={t(`event.${asks}.text`)}
          confirm={t(`event.${asks}`)}
          onConfirm={async (reason) => {
            await act('POST', `/events/${encodeURIComponent(id)}/${asks}`, { reason });
            finish(asks);
          }}
          onClose={() => setAsks(undefined)}
        />
      )}
    </Page>
  );
}

function Reason({ event }: { readonly event: EventRow }) {
  const t = useText();
  const tone = event.state === 'parked' ? 'bad' : event.state === 'unknown' ? 'ask' : 'calm';
  return (
    <div class={`notice ${tone}`}>
      <Status state={event.state} />
      <div class="grow">
        {event.reason === undefined ? null : <strong>{event.reason}</strong>}
        {event.nextStep === undefined ? null : (
          <p>
            <Icon name="next" size={13} /> {t('app.nextStep')}: {event.nextStep}
          </p>
        )}
        {event.fixed ? <p class="muted">{t('event.fixed')}</p> : null}
      </div>
      {event.code === undefined ? null : <code>{event.code}</code>}
    </div>
  );
}

function ChainLink({ event }: { readonly event: EventRow }) {
  const t = useText();
  const { may } = useSession();
  const document = event.businessKey === undefined ? undefined : documentOfKey(event.businessKey);
  if (document === undefined || !may('chain.read')) return null;
  return (
    <a class="button small" href={hrefWith(['chain'], chainQuery(document))}>
      {t('event.chain')}
    </a>
  );
}

function EventFacts({ event }: { readonly event: EventRow }) {
  const t = useText();
  const word = useWord();
  const document = event.businessKey === undefined ? undefined : documentOfKey(event.businessKey);
  const time = (atMs: number | undefined) => (atMs === undefined ? undefined : <Time atMs={atMs} as="full" />);
  return (
    <Facts
      rows={[
        [t('inbox.document'), document === undefined ? undefined : `${word('document', document.documentType)} ${document.id}`],
        [t('event.source'), event.source],
        [t('event.topic'), event.topic],
        [t('event.received'), time(event.receivedAtMs)],
        [t('event.due'), time(event.dueAtMs)],
        [t('event.lease'), time(event.leaseUntilMs)],
        [t('event.settled'), time(event.settledAtMs)],
        [t('event.attempts'), event.attempts],
        [
          t('event.repeatOf'),
          event.repeatOf === undefined ? undefined : <a href={href('inbox', event.repeatOf)}>#{event.repeatOf}</a>,
        ],
        [t('event.version'), event.version === undefined ? undefined : <span class="mono">{event.version}</span>],
        [t('event.businessKey'), event.businessKey === undefined ? undefined : <span class="mono">{event.businessKey}</span>],
        [t('event.delivery'), <span class="mono">{event.deliveryId}</span>],
        [t('event.eventId'), event.eventId === undefined ? undefined : <span class="mono">{event.eventId}</span>],
      ]}
    />
  );
}
