import { useWord } from '../language';
import { Icon, type IconName } from './icons';

type Tone = 'good' | 'wait' | 'bad' | 'ask' | 'calm';

/** How each state looks; the text beside it says the same, so that nobody has to see the colour. */
const TONES: Readonly<Record<string, Tone>> = {
  done: 'good',
  resolved: 'good',
  active: 'good',
  speaking: 'good',
  ready: 'wait',
  leased: 'wait',
  claimed: 'wait',
  retry: 'wait',
  parked: 'bad',
  rejected: 'bad',
  open: 'bad',
  silent: 'bad',
  unknown: 'ask',
};

const ICONS: Readonly<Record<Tone, IconName>> = { good: 'good', wait: 'wait', bad: 'bad', ask: 'ask', calm: 'calm' };

export function Status({ state }: { readonly state: string }) {
  const word = useWord();
  const tone = TONES[state] ?? 'calm';
  return (
    <span class={`status ${tone}`}>
      <Icon name={ICONS[tone]} size={13} />
      {word('state', state)}
    </span>
  );
}
