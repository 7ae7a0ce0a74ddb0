import type { ComponentChildren } from 'preact';
import { shortTime } from '../format';
import { useLanguage, useText } from '../language';

interface PageProps {
  readonly title: string;
  readonly subtitle?: string;
  readonly back?: string;
  /** When what is shown was asked for. */
  readonly asOfMs?: number;
  readonly loading?: boolean;
  readonly reload?: () => void;
  readonly actions?: ComponentChildren;
  readonly children: ComponentChildren;
}

/** The frame of every page: title, what it is for, how fresh it is. */
export function Page({ title, subtitle, back, asOfMs, loading = false, reload, actions, children }: PageProps) {
  const t = useText();
  const { language } = useLanguage();
  return (
    <>
      <header class="page-head">
        <div>
          {back === undefined ? null : (
            <a class="back" href={back}>
              ← {t('app.back')}
            </a>
          )}
          <h1>{title}</h1>
          {subtitle === undefined ? null : <p class="muted">{subtitle}</p>}
        </div>
        <div class="page-tools">
          {actions}
          {reload === undefined ? null : (
            <span class="fresh">
              {asOfMs === undefined ? null : (
                <span class="muted">{t('app.asOf', { time: shortTime(language, asOfMs, Date.now()) })}</span>
              )}
              <button type="button" class="button small" onClick={reload} aria-busy={loading}>
                {t('app.refresh')}
              </button>
            </span>
          )}
        </div>
      </header>
      {children}
    </>
  );
}

export function Panel({
  title,
  aside,
  children,
  id,
}: {
  readonly title: string;
  readonly aside?: ComponentChildren;
  readonly children: ComponentChildren;
  readonly id?: string;
}) {
  return (
    <section class="panel" id={id}>
      <header class="panel-head">
        <h2>{title}</h2>
        {aside}
      </header>
      {children}
    </section>
  );
}

/** Facts with their names; what is not there is left out. */
export function Facts({ rows }: { readonly rows: readonly (readonly [string, ComponentChildren])[] }) {
  return (
    <dl class="facts">
      {rows
        .filter(([, value]) => value !== undefined && value !== null && value !== '')
        .map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
    </dl>
  );
}
