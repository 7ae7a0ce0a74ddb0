import type { PageProps } from './index';
import { EffectDetails } from './effects/one';
import { EffectList } from './effects/list';

/** `#/effects` lists, `#/effects?key=…` shows one: a key holds slashes. */
export function EffectsPage({ query }: PageProps) {
  const key = query.get('key');
  return key === null ? <EffectList query={query} /> : <EffectDetails key={key} effectKey={key} />;
}
