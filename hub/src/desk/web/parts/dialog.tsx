import type { ComponentChildren } from 'preact';
import { useEffect, useId, useRef, useState } from 'preact/hooks';
import { type Problem, Refused } from '../api';
import { useText } from '../language';
import { ProblemBox } from './problem';

const MIN_REASON = 3;

/** Asks before something is done, and for the reason where the audit log wants one. The browser's own dialog keeps the focus inside. */
export function ConfirmDialog(props: {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
  readonly asksReason?: boolean;
  readonly isDangerous?: boolean;
  readonly children?: ComponentChildren;
  readonly onConfirm: (reason: string) => Promise<void>;
  readonly onClose: () => void;
}) {
  const { title, text, confirm, asksReason = true, isDangerous = false, children, onConfirm, onClose } = props;
  const t = useText();
  const dialog = useRef<HTMLDialogElement>(null);
  const heading = useId();
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState<Problem>();
  const [busy, setBusy] = useState(false);
  useEffect(() => dialog.current?.showModal(), []);
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await onConfirm(reason.trim());
      onClose();
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      setProblem(error.problem);
      setBusy(false);
    }
  };
  const isReady = !asksReason || reason.trim().length >= MIN_REASON;
  return (
    <dialog ref={dialog} aria-labelledby={heading} onClose={onClose}>
      <form onSubmit={(event) => void submit(event)}>
        <h2 id={heading}>{title}</h2>
        <p>{text}</p>
        {children}
        {asksReason ? (
          <label class="field">
            <span>{t('app.reason')}</span>
            <textarea
              rows={2}
              maxLength={500}
              value={reason}
              required
              onInput={(event) => setReason(event.currentTarget.value)}
            />
            <small class="muted">{t('app.reasonHint')}</small>
          </label>
        ) : null}
        {problem === undefined ? null : <ProblemBox problem={problem} />}
        <footer class="buttons end">
          <button type="button" class="button" onClick={() => dialog.current?.close()}>
            {t('app.cancel')}
          </button>
          <button type="submit" class={`button ${isDangerous ? 'danger' : 'primary'}`} disabled={!isReady || busy}>
            {confirm}
          </button>
        </footer>
      </form>
    </dialog>
  );
}
