import { age, fullTime, shortTime } from '../format';
import { useLanguage } from '../language';

/** A time in the viewer's zone; the whole of it, with the zone, in the tooltip. */
export function Time({ atMs, as = 'clock' }: { readonly atMs: number | undefined; readonly as?: 'clock' | 'age' | 'full' }) {
  const { language } = useLanguage();
  if (atMs === undefined) return <span class="muted">—</span>;
  const now = Date.now();
  const text =
    as === 'age' ? age(language, atMs, now) : as === 'full' ? fullTime(language, atMs) : shortTime(language, atMs, now);
  return (
    <time dateTime={new Date(atMs).toISOString()} title={fullTime(language, atMs)}>
      {text}
    </time>
  );
}
