import type { ComponentChildren } from 'preact';
import { age, duration, number, percent } from '../../format';
import type { TextKey } from '../../i18n';
import { useLanguage, useText } from '../../language';
import { Sparkline } from '../../parts/sparkline';
import type { HourView, NowView } from '../../types';

const HOUR_MS = 3_600_000;
const SHOWN = 24;

interface TileProps {
  readonly label: string;
  readonly value: ComponentChildren;
  readonly note: string;
  readonly tone?: 'bad' | 'ask' | 'none' | undefined;
  readonly href?: string;
  readonly trend?: readonly (number | undefined)[];
}

/** Figures of the last day, with a line of their hours. */
export function Tiles({ now }: { readonly now: NowView }) {
  const t = useText();
  const { language } = useLanguage();
  const hours = lastHours(now.hours, now.atMs);
  const trend = (kind: string) => hours.map((hour) => hour?.values[kind]);
  const sum = (kind: string) => known(trend(kind)).reduce((total, value) => total + value, 0);
  const full = hours.slice(0, -1).findLast((hour) => hour?.values['orders'] !== undefined);
  const withLag = hours.findLast((hour) => hour?.values['lagP50Ms'] !== undefined);
  const [done, rejected] = [sum('effectsDone'), sum('effectsRejected')];
  const hasEffects = known(trend('effectsDone')).length > 0;
  const [oldest] = now.oldest;
  const { waitingEvents, parkedEvents, unknownEffects } = now.counts;
  const noData = t('kpi.noData');
  const lag = withLag?.values['lagP50Ms'];
  const orders = full?.values['orders'];
  const soFar = hours.at(-1)?.values['orders'];
  const tiles: readonly TileProps[] = [
    {
      label: t('kpi.orders'),
      value: orders === undefined ? noData : number(language, orders),
      tone: orders === undefined ? 'none' : undefined,
      note:
        soFar === undefined
          ? t('kpi.noData.note')
          : t(orders === undefined ? 'kpi.orders.first' : 'kpi.orders.note', { count: number(language, soFar) }),
      trend: trend('orders'),
    },
    {
      label: t('kpi.lag'),
      value: lag === undefined ? noData : duration(language, lag),
      tone: lag === undefined ? 'none' : undefined,
      note:
        lag === undefined
          ? t('kpi.noData.note')
          : t('kpi.lag.note', { p95: duration(language, withLag?.values['lagP95Ms'] ?? lag) }),
      trend: trend('lagP50Ms'),
    },
    {
      label: t('kpi.refusals'),
      value: hasEffects ? percent(language, done + rejected === 0 ? 0 : rejected / (done + rejected)) : noData,
      tone: hasEffects ? undefined : 'none',
      note: hasEffects
        ? t('kpi.refusals.note', { rejected: number(language, rejected), total: number(language, done + rejected) })
        : t('kpi.noData.note'),
      trend: trend('effectsRejected'),
    },
    {
      label: t('kpi.waiting'),
      value: number(language, waitingEvents),
      note:
        oldest === undefined
          ? t('kpi.waiting.none')
          : t('kpi.waiting.note', { age: age(language, oldest.receivedAtMs, Date.now()) }),
      href: '#/inbox?state=ready',
    },
    {
      label: t('kpi.parked'),
      value: number(language, parkedEvents),
      tone: parkedEvents > 0 ? 'bad' : undefined,
      note: t(parkedEvents > 0 ? 'kpi.parked.note' : 'kpi.parked.none'),
      trend: trend('parked'),
      href: '#/inbox?state=parked',
    },
    {
      label: t('kpi.unknown'),
      value: number(language, unknownEffects),
      tone: unknownEffects > 0 ? 'ask' : undefined,
      note: t(unknownEffects > 0 ? 'kpi.unknown.note' : 'kpi.unknown.none'),
      trend: trend('unknownEffects'),
      href: '#/effects?state=unknown',
    },
  ];
  return (
    <>
      <section class="tiles" aria-label={t('now.flow')}>
        {tiles.map((tile) => (
          <Tile key={tile.label} {...tile} />
        ))}
      </section>
      <section class="tiles three" aria-label={t('now.business')}>
        <BusinessTile of="stockOuts" value={sumOrNothing(trend('stockOuts'), (total) => number(language, total))} />
        <BusinessTile
          of="returnRate"
          value={returnRate(trend('returns'), trend('shipments'), (share) => percent(language, share))}
        />
        <BusinessTile of="unreconciled" value={known(trend('unreconciledInvoices')).at(-1)?.toString()} />
      </section>
    </>
  );
}

function Tile({ label, value, note, tone, href, trend }: TileProps) {
  const t = useText();
  const values = trend === undefined ? [] : known(trend);
  const body = (
    <>
      <span class="tile-label">{label}</span>
      <span class="tile-value">{value}</span>
      <span class="tile-note">{note}</span>
      {trend === undefined ? null : (
        <Sparkline
          values={trend}
          label={t('kpi.trend', { label, count: values.length, low: Math.min(...values), high: Math.max(...values) })}
        />
      )}
    </>
  );
  const name = `tile ${tone ?? ''}`;
  return href === undefined ? (
    <div class={name}>{body}</div>
  ) : (
    <a class={name} href={href}>
      {body}
    </a>
  );
}

/** A figure whose workflow may not exist yet: then it says so instead of showing a zero. */
function BusinessTile({
  of,
  value,
}: {
  readonly of: 'stockOuts' | 'returnRate' | 'unreconciled';
  readonly value: string | undefined;
}) {
  const t = useText();
  const note: TextKey = `kpi.${of}.note`;
  return (
    <div class={`tile slim ${value === undefined ? 'none' : ''}`}>
      <span class="tile-label">{t(`kpi.${of}`)}</span>
      <span class="tile-value">{value ?? t('kpi.noData')}</span>
      {value === undefined ? <span class="tile-note">{t(note)}</span> : null}
    </div>
  );
}

/** One entry for each of the last 24 hours; hours of which nothing is known are empty. */
function lastHours(hours: readonly HourView[], nowMs: number): readonly (HourView | undefined)[] {
  const byHour = new Map(hours.map((hour) => [hour.hourAtMs, hour]));
  const current = Math.floor(nowMs / HOUR_MS) * HOUR_MS;
  return Array.from({ length: SHOWN }, (_, index) => byHour.get(current - (SHOWN - 1 - index) * HOUR_MS));
}

function known(values: readonly (number | undefined)[]): readonly number[] {
  return values.filter((value) => value !== undefined);
}

function sumOrNothing(values: readonly (number | undefined)[], format: (total: number) => string): string | undefined {
  const some = known(values);
  return some.length === 0 ? undefined : format(some.reduce((total, value) => total + value, 0));
}

function returnRate(
  returns: readonly (number | undefined)[],
  shipments: readonly (number | undefined)[],
  format: (share: number) => string,
): string | undefined {
  const [back, out] = [known(returns), known(shipments)];
  const total = out.reduce((sum, value) => sum + value, 0);
  if (back.length === 0 || total === 0) return undefined;
  return format(back.reduce((sum, value) => sum + value, 0) / total);
}
