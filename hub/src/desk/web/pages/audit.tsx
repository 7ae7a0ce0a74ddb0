import { useState } from 'preact/hooks';
import { act, ask, type Problem, query, Refused } from '../api';
import { duration, number } from '../format';
import { useLanguage, useText } from '../language';
import { CopyButton } from '../parts/copy';
import { Icon } from '../parts/icons';
import { Facts, Page, Panel } from '../parts/page';
import { ProblemBox } from '../parts/problem';
import { Empty, Loaded } from '../parts/states';
import { Table } from '../parts/table';
import { Time } from '../parts/time';
import { useResource } from '../resource';
import type { AuditEntryView } from '../types';

const PAGE = 50;
const LONG = 24;

interface Checkpoint {
  readonly size: number;
  readonly root: string;
  readonly atMs?: number;
  readonly text: string;
}

interface AuditView {
  readonly entries: readonly AuditEntryView[];
  readonly checkpoint?: Checkpoint;
}

interface Verification {
  readonly intact: boolean;
  readonly entries: number;
  readonly firstBadSeq?: number;
  readonly reason?: string;
  readonly atMs: number;
  readonly tookMs: number;
}

export function AuditPage() {
  const t = useText();
  const resource = useResource<AuditView>(`/audit${query({ limit: PAGE })}`);
  const [older, setOlder] = useState<readonly AuditEntryView[]>([]);
  const more = async (entries: readonly AuditEntryView[]) => {
    const next = await ask<AuditView>(`/audit${query({ limit: PAGE, before: entries.at(-1)?.seq })}`);
    setOlder([...older, ...next.entries]);
  };
  return (
    <Page
      title={t('audit.title')}
      subtitle={t('audit.subtitle')}
      asOfMs={resource.asOfMs}
      loading={resource.loading}
      reload={resource.reload}
    >
      <Loaded of={resource}>
        {({ entries, checkpoint }) => {
          const first = entries.at(-1)?.seq ?? 0;
          const all = [...entries, ...older.filter(({ seq }) => seq < first)];
          return (
            <>
              <div class="columns">
                <VerifyPanel />
                <CheckpointPanel checkpoint={checkpoint} />
              </div>
              <Panel
                title={t('audit.entries')}
                aside={
                  <a class="button small" href="api/audit/export" download>
                    {t('audit.export')}
                  </a>
                }
              >
                {all.length === 0 ? <Empty title={t('audit.empty')} icon="audit" /> : <Entries entries={all} />}
                {(all.at(-1)?.seq ?? 1) > 1 ? (
                  <button type="button" class="button more" onClick={() => void more(all)}>
                    {t('app.more')}
                  </button>
                ) : null}
              </Panel>
            </>
          );
        }}
      </Loaded>
    </Page>
  );
}

function VerifyPanel() {
  const t = useText();
  const { language } = useLanguage();
  const [result, setResult] = useState<Verification>();
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  const run = async () => {
    setBusy(true);
    setProblem(undefined);
    try {
      setResult(await act<Verification>('POST', '/audit/verify'));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setProblem(error.problem);
    }
    setBusy(false);
  };
  const isBad = result !== undefined && !result.intact;
  return (
    <Panel title={t('audit.verify')}>
      <div class="pad stack">
        {problem === undefined ? null : <ProblemBox problem={problem} />}
        {result === undefined ? (
          <p class="muted">{t('audit.verify.never')}</p>
        ) : (
          <div class={`notice ${result.intact ? 'good' : 'bad'}`} role="status">
            <Icon name={result.intact ? 'good' : 'bad'} />
            <div>
              <strong>{sentenceOf(result)}</strong>
              {result.reason === undefined ? null : <p>{result.reason}</p>}
              {isBad ? <p>{t('audit.verify.bad.next')}</p> : null}
              <span class="under">
                <Time atMs={result.atMs} as="full" />
              </span>
            </div>
          </div>
        )}
        <div>
          <button type="button" class="button primary" onClick={() => void run()} disabled={busy} aria-busy={busy}>
            {busy ? t('audit.verify.running') : t('audit.verify.run')}
          </button>
        </div>
        <small class="muted">{t('audit.verify.outside')}</small>
      </div>
    </Panel>
  );

  function sentenceOf({ intact, entries, firstBadSeq, tookMs }: Verification): string {
    if (intact) return t('audit.verify.ok', { entries: number(language, entries), took: duration(language, tookMs) });
    return firstBadSeq === undefined ? t('audit.verify.badWhole') : t('audit.verify.bad', { seq: firstBadSeq });
  }
}

function CheckpointPanel({ checkpoint }: { readonly checkpoint: Checkpoint | undefined }) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <Panel
      title={t('audit.checkpoint')}
      aside={checkpoint === undefined ? null : <CopyButton text={checkpoint.text} label={t('audit.copy')} />}
    >
      {checkpoint === undefined ? (
        <Empty title={t('audit.checkpoint.none')} hint={t('audit.checkpoint.none.hint')} icon="wait" />
      ) : (
        <>
          <Facts
            rows={[
              [t('audit.size'), number(language, checkpoint.size)],
              [t('audit.root'), <span class="mono">{checkpoint.root}</span>],
              [t('audit.signedAt'), checkpoint.atMs === undefined ? undefined : <Time atMs={checkpoint.atMs} as="full" />],
            ]}
          />
          <p class="pad muted">{t('audit.checkpoint.hint')}</p>
        </>
      )}
    </Panel>
  );
}

/** A fact of an entry; a long one is cut, and whole in its tooltip and in the export. */
function Fact({ name, text }: { readonly name: string; readonly text: string }) {
  return (
    <span class="fact">
      {name}{' '}
      <span class="mono" title={text}>
        {text.length > LONG ? `${text.slice(0, LONG - 1)}…` : text}
      </span>
    </span>
  );
}

function Entries({ entries }: { readonly entries: readonly AuditEntryView[] }) {
  const t = useText();
  return (
    <Table
      label={t('audit.entries')}
      rows={entries}
      keyOf={({ seq }) => String(seq)}
      columns={[
        { title: t('audit.seq'), kind: 'number', cell: ({ seq }) => seq },
        { title: t('audit.when'), kind: 'tight', cell: ({ atMs }) => <Time atMs={atMs} /> },
        { title: t('audit.did'), kind: 'tight', cell: ({ type }) => <strong>{type}</strong> },
        { title: t('audit.who'), kind: 'tight', cell: ({ actor }) => actor },
        {
          title: t('audit.object'),
          kind: 'wide',
          cell: ({ object }) => (
            <>
              {object.kind} <span class="mono breakable">{object.id}</span>
            </>
          ),
        },
        {
          title: t('audit.body'),
          kind: 'wide',
          cell: ({ body }) =>
            Object.entries(body)
              .filter(([, value]) => value !== null)
              .map(([name, value]) => (
                <Fact key={name} name={name} text={typeof value === 'string' ? value : JSON.stringify(value)} />
              )),
        },
      ]}
    />
  );
}
