import { en, type TextKey } from './en';
import { zh } from './zh';

export type { TextKey } from './en';
export type Language = 'en' | 'zh';

/** Names of the languages in themselves, so that whoever needs one finds it. */
export const LANGUAGES: Readonly<Record<Language, string>> = { en: 'English', zh: '中文' };

const DICTIONARIES: Readonly<Record<Language, Readonly<Record<TextKey, string>>>> = { en, zh };

/** For `lang` attributes, dates and numbers. */
export const LOCALES: Readonly<Record<Language, string>> = { en: 'en-GB', zh: 'zh-CN' };

/** The language that somebody chose before, or else the first one of the browser that the Desk has. */
export function firstLanguage(chosen: string | null, browser: readonly string[]): Language {
  if (chosen === 'en' || chosen === 'zh') return chosen;
  for (const tag of browser) {
    if (/^zh\b/i.test(tag)) return 'zh';
    if (/^en\b/i.test(tag)) return 'en';
  }
  return 'en';
}

/** A text with its `{places}` filled. */
export function translate(language: Language, key: TextKey, values: Readonly<Record<string, string | number>> = {}): string {
  return DICTIONARIES[language][key].replaceAll(/\{(\w+)\}/g, (place, name: string) => String(values[name] ?? place));
}

/** Whether there is a text for words that come from the hub (states, relations, codes of problems). */
export function isTextKey(key: string): key is TextKey {
  return Object.hasOwn(en, key);
}
