import { LANGUAGES, type Language, LOCALES } from '../i18n';
import { useLanguage, useText } from '../language';

export function LanguageSwitch() {
  const t = useText();
  const { language, choose } = useLanguage();
  return (
    <div class="languages" role="group" aria-label={t('app.language')}>
      {(Object.keys(LANGUAGES) as Language[]).map((one) => (
        <button key={one} type="button" lang={LOCALES[one]} aria-pressed={one === language} onClick={() => choose(one)}>
          {LANGUAGES[one]}
        </button>
      ))}
    </div>
  );
}
