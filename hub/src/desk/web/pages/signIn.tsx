import { useState } from 'preact/hooks';
import { act, type Problem, Refused } from '../api';
import { useText } from '../language';
import { LanguageSwitch } from '../parts/languageSwitch';
import { ProblemBox } from '../parts/problem';
import type { DeskSession } from '../session';

export function SignInPage({ onSignedIn }: { readonly onSignedIn: (session: DeskSession) => void }) {
  const t = useText();
  const [name, setName] = useState('');
  const [password, setPassword] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    try {
      onSignedIn(await act<DeskSession>('POST', '/session', { name, password }));
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setProblem(error.problem);
      setPassword('');
      setBusy(false);
    }
  };
  return (
    <main class="door">
      <form class="panel" onSubmit={(event) => void submit(event)}>
        <div class="brand">
          <img src="icon.svg" width="32" height="32" alt="" />
          <span>{t('app.name')}</span>
        </div>
        <h1>{t('signIn.title')}</h1>
        {problem === undefined ? null : <ProblemBox problem={problem} />}
        <label class="field">
          <span>{t('signIn.name')}</span>
          <input
            name="name"
            autocomplete="username"
            autocapitalize="none"
            spellcheck={false}
            required
            autofocus
            maxLength={200}
            value={name}
            onInput={(event) => setName(event.currentTarget.value)}
          />
        </label>
        <label class="field">
          <span>{t('signIn.password')}</span>
          <input
            name="password"
            type="password"
            autocomplete="current-password"
            required
            maxLength={1024}
            value={password}
            onInput={(event) => setPassword(event.currentTarget.value)}
          />
        </label>
        <button type="submit" class="button primary" disabled={busy} aria-busy={busy}>
          {busy ? t('signIn.working') : t('signIn.submit')}
        </button>
        <small class="muted">{t('signIn.help')}</small>
        <LanguageSwitch />
      </form>
    </main>
  );
}
