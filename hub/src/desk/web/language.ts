import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import { isTextKey, type Language, type TextKey, translate } from './i18n';

export const LanguageContext = createContext<{ readonly language: Language; readonly choose: (language: Language) => void }>({
  language: 'en',
  choose: () => undefined,
});

export type Translate = (key: TextKey, values?: Readonly<Record<string, string | number>>) => string;

/** `t('key')` in the language of the page. */
export function useText(): Translate {
  const { language } = useContext(LanguageContext);
  return (key, values) => translate(language, key, values);
}

export function useLanguage() {
  return useContext(LanguageContext);
}

/** A word of the hub in the language of the page, or as it is: `becameOrder` that nobody translated becomes `became order`. */
export function useWord(): (group: 'state' | 'relation' | 'document' | 'role' | 'kind', word: string) => string {
  const t = useText();
  return (group, word) => {
    const key = `${group}.${word}`;
    if (isTextKey(key)) return t(key);
    const plain = word.replaceAll(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
    return plain.charAt(0).toUpperCase() + plain.slice(1);
  };
}
