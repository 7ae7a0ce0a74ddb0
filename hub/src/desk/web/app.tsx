import { useEffect, useState } from 'preact/hooks';
import { ask, type Problem, Refused, setToken, whenSignedOut } from './api';
import { firstLanguage, type Language, LOCALES, translate } from './i18n';
import { LanguageContext } from './language';
import { PasswordPage } from './pages/password';
import { SignInPage } from './pages/signIn';
import { ProblemBox } from './parts/problem';
import { Loading } from './parts/states';
import { type DeskSession, SessionContext } from './session';
import { Shell } from './shell';

const CHOSEN = 'medsupply-desk-language';

/** The whole Desk: asks who is signed in, and shows what that person may see. */
export function App() {
  const [language, setLanguage] = useState<Language>(() => firstLanguage(localStorage.getItem(CHOSEN), navigator.languages));
  const [session, setSession] = useState<DeskSession | null>();
  const [problem, setProblem] = useState<Problem>();
  const [changesPassword, setChangesPassword] = useState(false);
  const choose = (next: Language) => {
    localStorage.setItem(CHOSEN, next);
    setLanguage(next);
  };
  const begin = (next: DeskSession | null) => {
    setToken(next?.token ?? '');
    setProblem(undefined);
    setChangesPassword(false);
    setSession(next);
  };
  const load = () => {
    ask<DeskSession>('/session').then(begin, (error: unknown) => {
      if (!(error instanceof Refused)) throw error;
      if (error.problem.code === 'signed-out') begin(null);
      else setProblem(error.problem);
    });
  };
  useEffect(() => {
    whenSignedOut(() => begin(null));
    load();
  }, []);
  useEffect(() => {
    document.documentElement.lang = LOCALES[language];
    document.title = translate(language, 'app.name');
  }, [language]);
  const view = () => {
    if (session === undefined) return problem === undefined ? <Loading /> : <ProblemBox problem={problem} retry={load} />;
    if (session === null) return <SignInPage onSignedIn={begin} />;
    if (session.mustChangePassword || changesPassword) {
      const cancel = session.mustChangePassword ? undefined : () => setChangesPassword(false);
      return <PasswordPage name={session.name} isOneTime={session.mustChangePassword} onChanged={begin} onCancel={cancel} />;
    }
    return <Shell onSignedOut={() => begin(null)} onChangePassword={() => setChangesPassword(true)} />;
  };
  return (
    <LanguageContext.Provider value={{ language, choose }}>
      <SessionContext.Provider value={session ?? { name: '', role: '', rights: [], mustChangePassword: false, token: '' }}>
        {view()}
      </SessionContext.Provider>
    </LanguageContext.Provider>
  );
}
