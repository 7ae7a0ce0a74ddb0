import type { ComponentChildren } from 'preact';
import type { Resource } from '../resource';
import { useText } from '../language';
import { Icon, type IconName } from './icons';
import { ProblemBox, wordsOf } from './problem';

export function Loading() {
  const t = useText();
  return (
    <div class="loading" role="status">
      <span class="bar" />
      <span class="bar" />
      <span class="bar" />
      <span class="hidden">{t('app.loading')}</span>
    </div>
  );
}

export function Empty({
  title,
  hint,
  icon = 'good',
}: {
  readonly title: string;
  readonly hint?: string;
  readonly icon?: IconName;
}) {
  return (
    <div class="empty">
      <Icon name={icon} size={22} />
      <strong>{title}</strong>
      {hint === undefined ? null : <p>{hint}</p>}
    </div>
  );
}

/** Shows what a resource answered; a first load, a failure, and an answer that could not be refreshed each look their own way. */
export function Loaded<Answer>(props: { readonly of: Resource<Answer>; readonly children: (data: Answer) => ComponentChildren }) {
  const t = useText();
  const { data, problem, reload } = props.of;
  if (data === undefined) return problem === undefined ? <Loading /> : <ProblemBox problem={problem} retry={reload} />;
  return (
    <>
      {problem === undefined ? null : (
        <div class="notice wait" role="status">
          <Icon name="wait" />
          <div>{t('app.stale', { detail: wordsOf(problem, t).detail })}</div>
        </div>
      )}
      {props.children(data)}
    </>
  );
}

export function Done({ children }: { readonly children: ComponentChildren }) {
  return (
    <div class="notice good" role="status">
      <Icon name="good" />
      <div>{children}</div>
    </div>
  );
}
