import type { Problem } from '../api';
import { isTextKey } from '../i18n';
import { type Translate, useText } from '../language';
import { Icon } from './icons';

/** What went wrong and what to do, in the language of the page where the Desk knows the problem, in the hub's words otherwise. */
export function wordsOf(problem: Problem, t: Translate): { readonly detail: string; readonly nextStep?: string } {
  const [key, nextKey] = [`problem.${problem.code}`, `problem.${problem.code}.next`];
  return {
    detail: isTextKey(key) ? t(key) : problem.detail,
    nextStep: isTextKey(nextKey) ? t(nextKey) : problem.nextStep,
  };
}

export function ProblemBox({ problem, retry }: { readonly problem: Problem; readonly retry?: () => void }) {
  const t = useText();
  const { detail, nextStep } = wordsOf(problem, t);
  return (
    <div class="notice bad" role="alert">
      <Icon name="bad" />
      <div>
        <strong>{detail}</strong>
        {nextStep === undefined ? null : <p>{nextStep}</p>}
        {retry === undefined ? null : (
          <button type="button" class="button small" onClick={retry}>
            {t('app.retry')}
          </button>
        )}
      </div>
    </div>
  );
}
