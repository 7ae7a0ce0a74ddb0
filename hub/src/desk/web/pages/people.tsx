import { useState } from 'preact/hooks';
import { act, type Problem, Refused } from '../api';
import { useText, useWord } from '../language';
import { CopyButton } from '../parts/copy';
import { ConfirmDialog } from '../parts/dialog';
import { Page, Panel } from '../parts/page';
import { ProblemBox } from '../parts/problem';
import { Loaded } from '../parts/states';
import { Status } from '../parts/status';
import { Table } from '../parts/table';
import { Time } from '../parts/time';
import { useResource } from '../resource';
import { useSession } from '../session';

const ROLES = ['operator', 'auditor', 'recallOfficer', 'admin'] as const;

interface PersonView {
  readonly name: string;
  readonly role: string;
  readonly mustChangePassword: boolean;
  readonly active: boolean;
  readonly lastSignInAtMs?: number;
}

interface Added {
  readonly person: PersonView;
  readonly oneTimePassword: string;
}

type Change = { readonly kind: 'reset' | 'deactivate' | 'activate'; readonly person: PersonView };

export function PeoplePage() {
  const t = useText();
  const word = useWord();
  const session = useSession();
  const resource = useResource<{ people: readonly PersonView[] }>('/people');
  const [added, setAdded] = useState<Added>();
  const [change, setChange] = useState<Change>();
  const [problem, setProblem] = useState<Problem>();
  const apply = async () => {
    if (change === undefined) return;
    const path = `/people/${encodeURIComponent(change.person.name)}`;
    if (change.kind === 'reset') setAdded(await act<Added>('POST', `${path}/password`));
    else await act('POST', `${path}/active`, { active: change.kind === 'activate' });
    resource.reload();
  };
  const setRole = async (name: string, role: string) => {
    setProblem(undefined);
    try {
      await act('POST', `/people/${encodeURIComponent(name)}/role`, { role });
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setProblem(error.problem);
    }
    resource.reload();
  };
  return (
    <Page
      title={t('people.title')}
      subtitle={t('people.subtitle')}
      asOfMs={resource.asOfMs}
      loading={resource.loading}
      reload={resource.reload}
    >
      {problem === undefined ? null : <ProblemBox problem={problem} />}
      {added === undefined ? null : (
        <div class="notice good" role="status">
          <div class="grow">
            <strong>{t('people.once', { name: added.person.name })}</strong>
            <p class="secret">
              <code>{added.oneTimePassword}</code> <CopyButton text={added.oneTimePassword} />
            </p>
            <p>{t('people.once.hint', { name: added.person.name })}</p>
          </div>
          <button type="button" class="button small" onClick={() => setAdded(undefined)}>
            {t('app.close')}
          </button>
        </div>
      )}
      <div class="panel">
        <Loaded of={resource}>
          {({ people }) => (
            <Table
              label={t('people.title')}
              rows={people}
              keyOf={({ name }) => name}
              columns={[
                {
                  title: t('people.name'),
                  cell: ({ name }) => (
                    <>
                      <strong>{name}</strong> {name === session.name ? <span class="muted">({t('people.you')})</span> : null}
                    </>
                  ),
                },
                {
                  title: t('people.role'),
                  kind: 'tight',
                  cell: ({ name, role }) =>
                    name === session.name ? (
                      word('role', role)
                    ) : (
                      <select
                        aria-label={`${t('people.role')}: ${name}`}
                        value={role}
                        onChange={(event) => void setRole(name, event.currentTarget.value)}
                      >
                        {ROLES.map((one) => (
                          <option key={one} value={one}>
                            {word('role', one)}
                          </option>
                        ))}
                      </select>
                    ),
                },
                {
                  title: t('inbox.state'),
                  kind: 'tight',
                  cell: ({ active, mustChangePassword }) => (
                    <>
                      <Status state={active ? 'active' : 'inactive'} />
                      {mustChangePassword ? <span class="under">{t('people.mustChange')}</span> : null}
                    </>
                  ),
                },
                {
                  title: t('people.lastSignIn'),
                  kind: 'tight',
                  cell: ({ lastSignInAtMs }) =>
                    lastSignInAtMs === undefined ? t('people.never') : <Time atMs={lastSignInAtMs} />,
                },
                {
                  title: t('now.action'),
                  kind: 'tight',
                  cell: (person) =>
                    person.name === session.name ? null : (
                      <span class="buttons nowrap">
                        <button type="button" class="button small" onClick={() => setChange({ kind: 'reset', person })}>
                          {t('people.reset')}
                        </button>
                        <button
                          type="button"
                          class="button small"
                          onClick={() => setChange({ kind: person.active ? 'deactivate' : 'activate', person })}
                        >
                          {t(person.active ? 'people.deactivate' : 'people.activate')}
                        </button>
                      </span>
                    ),
                },
              ]}
            />
          )}
        </Loaded>
      </div>
      <AddPerson
        onAdded={(next) => {
          setAdded(next);
          resource.reload();
        }}
      />
      {change === undefined ? null : (
        <ConfirmDialog
          title={`${t(`people.${change.kind}`)}: ${change.person.name}`}
          text={t(`people.${change.kind}.text`, { name: change.person.name })}
          confirm={t(`people.${change.kind}`)}
          asksReason={false}
          isDangerous={change.kind === 'deactivate'}
          onConfirm={apply}
          onClose={() => setChange(undefined)}
        />
      )}
    </Page>
  );
}

function AddPerson({ onAdded }: { readonly onAdded: (added: Added) => void }) {
  const t = useText();
  const word = useWord();
  const [name, setName] = useState('');
  const [role, setRole] = useState<string>('operator');
  const [problem, setProblem] = useState<Problem>();
  const submit = async (event: Event) => {
    event.preventDefault();
    setProblem(undefined);
    try {
      onAdded(await act<Added>('POST', '/people', { name, role }));
      setName('');
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setProblem(error.problem);
    }
  };
  return (
    <Panel title={t('people.add')}>
      <form class="pad stack" onSubmit={(event) => void submit(event)}>
        {problem === undefined ? null : <ProblemBox problem={problem} />}
        <div class="inline-form">
          <label class="field">
            <span>{t('people.name')}</span>
            <input
              value={name}
              required
              maxLength={64}
              autocomplete="off"
              autocapitalize="none"
              onInput={(event) => setName(event.currentTarget.value)}
            />
          </label>
          <label class="field">
            <span>{t('people.role')}</span>
            <select value={role} onChange={(event) => setRole(event.currentTarget.value)}>
              {ROLES.map((one) => (
                <option key={one} value={one}>
                  {word('role', one)}
                </option>
              ))}
            </select>
          </label>
          <button type="submit" class="button primary">
            {t('people.add.submit')}
          </button>
        </div>
      </form>
    </Panel>
  );
}
