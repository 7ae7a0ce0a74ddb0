import { useState } from 'preact/hooks';
import { act, type Problem, Refused } from '../api';
import { useText } from '../language';
import { LanguageSwitch } from '../parts/languageSwitch';
import { ProblemBox } from '../parts/problem';
import type { DeskSession } from '../session';

interface Props {
  readonly name: string;
  /** After a one-time password there is no way around. */
  readonly isOneTime: boolean;
  readonly onChanged: (session: DeskSession) => void;
  readonly onCancel?: () => void;
}

export function PasswordPage({ name, isOneTime, onChanged, onCancel }: Props) {
  const t = useText();
  const [values, setValues] = useState({ current: '', next: '', again: '' });
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const differ = values.again !== '' && values.next !== values.again;
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    try {
      onChanged(await act<DeskSession>('POST', '/session/password', { current: values.current, next: values.next }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setProblem(error.problem);
      setBusy(false);
    }
  };
  const field = (key: 'current' | 'next' | 'again', hint?: string) => (
    <label class="field">
      <span>{t(`password.${key}`)}</span>
      <input
        type="password"
        name={key}
        autocomplete={key === 'current' ? 'current-password' : 'new-password'}
        required
        autofocus={key === 'current'}
        maxLength={256}
        value={values[key]}
        onInput={(event) => setValues({ ...values, [key]: event.currentTarget.value })}
      />
      {hint === undefined ? null : <small class="muted">{hint}</small>}
    </label>
  );
  return (
    <main class="door">
      <form class="panel" onSubmit={(event) => void submit(event)}>
        <div class="brand">
          <img src="icon.svg" width="32" height="32" alt="" />
          <span>{t('app.name')}</span>
        </div>
        <h1>{t('password.title')}</h1>
        {isOneTime ? <p class="muted">{t('password.once')}</p> : null}
        {problem === undefined ? null : <ProblemBox problem={problem} />}
        <input class="hidden" name="username" autocomplete="username" value={name} readOnly tabIndex={-1} aria-hidden="true" />
        {field('current')}
        {field('next', t('password.hint'))}
        {field('again')}
        {differ ? <p class="field-error">{t('password.differ')}</p> : null}
        <div class="buttons">
          <button type="submit" class="button primary" disabled={busy || differ || values.again === ''}>
            {t('password.submit')}
          </button>
          {onCancel === undefined ? null : (
            <button type="button" class="button" onClick={onCancel}>
              {t('app.cancel')}
            </button>
          )}
        </div>
        <LanguageSwitch />
      </form>
    </main>
  );
}
