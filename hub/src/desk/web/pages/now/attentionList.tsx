import { number } from '../../format';
import { useLanguage, useText, useWord } from '../../language';
import { documentOfKey } from '../../parts/documentName';
import { Panel } from '../../parts/page';
import { Empty } from '../../parts/states';
import { Status } from '../../parts/status';
import { Table } from '../../parts/table';
import { Time } from '../../parts/time';
import { href, hrefWith } from '../../route';
import { useSession } from '../../session';
import type { GroupView } from '../../types';

/** What needs a person, repeats of one error as one row. */
export function AttentionList({
  groups,
  onClose,
}: {
  readonly groups: readonly GroupView[];
  readonly onClose: (group: GroupView) => void;
}) {
  const t = useText();
  const word = useWord();
  const { may } = useSession();
  const { language } = useLanguage();
  const what = (group: GroupView) => {
    const reason = group.kind === 'source' ? t('now.silent') : (group.reason ?? t('now.noReason'));
    const nextStep = group.kind === 'source' ? t('now.silent.next') : group.nextStep;
    return (
      <>
        <strong>{reason}</strong>
        {nextStep === undefined ? null : <p class="muted">{nextStep}</p>}
        {group.code === undefined ? null : <code>{group.code}</code>}
      </>
    );
  };
  const action = (group: GroupView) => {
    if (group.kind === 'incident') {
      if (!may('incidents.work')) return null;
      return (
        <button type="button" class="button small" onClick={() => onClose(group)}>
          {t('now.closeIncident')}
        </button>
      );
    }
    const [address, text] = linkOf(group);
    return (
      <a class="button small" href={address}>
        {text === 'now.open.events' ? t(text, { count: number(language, group.count) }) : t(text)}
      </a>
    );
  };
  return (
    <Panel title={t('now.attention')}>
      {groups.length === 0 ? (
        <Empty title={t('now.attention.empty')} hint={t('now.attention.empty.hint')} />
      ) : (
        <Table
          label={t('now.attention')}
          rows={groups}
          keyOf={(group) => `${group.kind}/${group.group ?? group.id}`}
          columns={[
            {
              title: t('inbox.state'),
              kind: 'tight',
              cell: (group) => (
                <>
                  <Status state={group.state} />
                  <span class="under">{word('kind', group.kind)}</span>
                </>
              ),
            },
            { title: t('now.what'), kind: 'wide', cell: what },
            { title: t('now.from'), cell: (group) => fromOf(group, word) },
            { title: t('now.count'), kind: 'number', cell: (group) => number(language, group.count) },
            {
              title: t('now.newest'),
              kind: 'tight',
              cell: (group) => (
                <>
                  <Time atMs={group.newestAtMs} as="age" />
                  {group.oldestAtMs === group.newestAtMs ? null : (
                    <span class="under">
                      {t('now.oldest')} <Time atMs={group.oldestAtMs} as="age" />
                    </span>
                  )}
                </>
              ),
            },
            { title: t('now.action'), kind: 'tight', cell: action },
          ]}
        />
      )}
    </Panel>
  );
}

function fromOf({ kind, origin, id, businessKey }: GroupView, word: ReturnType<typeof useWord>) {
  if (kind === 'source') {
    return (
      <>
        {id}
        <span class="under">{origin}</span>
      </>
    );
  }
  const document = kind === 'effect' && businessKey !== undefined ? documentOfKey(businessKey) : undefined;
  return document === undefined ? (
    origin
  ) : (
    <>
      {document.system} · {word('document', document.documentType)}
      <span class="under mono">{document.id}</span>
    </>
  );
}

function linkOf({
  kind,
  id,
  state,
  group,
  count,
}: GroupView): readonly [string, 'now.open.event' | 'now.open.events' | 'now.open.effect' | 'now.open.source'] {
  if (kind === 'source') return [href('sources'), 'now.open.source'];
  if (kind === 'effect')
    return count > 1 ? [href('effects'), 'now.open.effect'] : [hrefWith(['effects'], { key: id }), 'now.open.effect'];
  if (count > 1) return [hrefWith(['inbox'], { state, group }), 'now.open.events'];
  return [href('inbox', id), 'now.open.event'];
}
