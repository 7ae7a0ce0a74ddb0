import { useEffect, useRef } from 'preact/hooks';
import { act } from './api';
import { zoneName } from './format';
import { useLanguage, useText, useWord } from './language';
import { pages } from './pages';
import { Empty } from './parts/states';
import { Icon } from './parts/icons';
import { LanguageSwitch } from './parts/languageSwitch';
import { href, useRoute } from './route';
import { useSession } from './session';

/** Navigation, who is signed in, and the page that the address names. */
export function Shell({
  onSignedOut,
  onChangePassword,
}: {
  readonly onSignedOut: () => void;
  readonly onChangePassword: () => void;
}) {
  const t = useText();
  const word = useWord();
  const { language } = useLanguage();
  const session = useSession();
  const route = useRoute();
  const main = useRef<HTMLElement>(null);
  const allowed = pages.filter(({ right }) => session.may(right));
  const [name = allowed[0]?.path ?? ''] = route.path;
  const page = allowed.find(({ path }) => path === name);
  const address = route.path.join('/');
  const isFirst = useRef(true);
  // Whoever does not see the page change is told by the focus; at the first page it stays where the browser puts it.
  useEffect(() => {
    if (!isFirst.current) main.current?.focus({ preventScroll: true });
    isFirst.current = false;
    // On a narrow screen the navigation is a strip that scrolls sideways.
    document.querySelector('.side [aria-current]')?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  }, [address]);
  const signOut = async () => {
    await act('DELETE', '/session').catch(() => undefined); // a session that has ended already is signed out as well
    location.hash = ''; // whoever signs in next may not be allowed to see this page
    onSignedOut();
  };
  return (
    <div class="shell">
      <a class="skip" href="#content" onClick={(event) => (event.preventDefault(), main.current?.focus())}>
        {t('app.skip')}
      </a>
      <aside class="side">
        <div class="side-inner">
          <a class="brand" href={href()}>
            <img src="icon.svg" width="24" height="24" alt="" />
            <span>{t('app.name')}</span>
          </a>
          <nav aria-label={t('app.name')}>
            {allowed.map(({ path, title, icon }) => (
              <a key={path} href={href(path)} aria-current={page?.path === path ? 'page' : undefined}>
                <Icon name={icon} />
                {t(title)}
              </a>
            ))}
          </nav>
          <div class="side-foot">
            <div class="who">
              <strong>{session.name}</strong>
              <span class="muted">{word('role', session.role)}</span>
            </div>
            <div class="who-actions">
              <button type="button" class="link" onClick={onChangePassword}>
                {t('app.changePassword')}
              </button>
              <button type="button" class="link" onClick={() => void signOut()}>
                {t('app.signOut')}
              </button>
            </div>
            <LanguageSwitch />
            <small class="muted zone">{t('app.zone', { zone: zoneName(language, Date.now()) })}</small>
          </div>
        </div>
      </aside>
      <main id="content" tabIndex={-1} ref={main}>
        {page === undefined ? (
          <Empty title={t('app.unknownPage')} icon="ask" />
        ) : (
          <page.View path={route.path.slice(1)} query={route.query} />
        )}
      </main>
    </div>
  );
}
