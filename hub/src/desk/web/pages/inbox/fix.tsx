import { useEffect, useId, useMemo, useRef, useState } from 'preact/hooks';
import { act, type Problem, Refused } from '../../api';
import { useText } from '../../language';
import { Icon } from '../../parts/icons';
import { Panel } from '../../parts/page';
import { ProblemBox } from '../../parts/problem';
import { diffLines } from '../../payload/diffLines';
import { jsonError, prettyJson } from '../../payload/prettyJson';

const MIN_REASON = 3;
const SIGNS = { same: ' ', removed: '−', added: '+' } as const;

interface Props {
  readonly id: string;
  readonly body: string;
  readonly onDone: () => void;
  readonly onCancel: () => void;
}

/** Corrects the payload of a parked event: shows what was changed, and hands it out again. */
export function FixPanel({ id, body, onDone, onCancel }: Props) {
  const t = useText();
  const original = useMemo(() => prettyJson(body), [body]);
  const [text, setText] = useState(original);
  const [reason, setReason] = useState('');
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const editor = useRef<HTMLTextAreaElement>(null);
  const check = useId();
  useEffect(() => editor.current?.focus(), []);
  const error = useMemo(() => jsonError(text), [text]);
  const changes = useMemo(() => diffLines(original, text), [original, text]);
  const isReady = error === undefined && changes.length > 0 && reason.trim().length >= MIN_REASON;
  const submit = async (event: Event) => {
    event.preventDefault();
    setBusy(true);
    setProblem(undefined);
    try {
      await act('POST', `/events/${encodeURIComponent(id)}/fix`, { body: text, reason: reason.trim() });
      onDone();
    } catch (refusal) {
      if (!(refusal instanceof Refused)) throw refusal;
      setProblem(refusal.problem);
      setBusy(false);
    }
  };
  return (
    <Panel title={t('fix.title', { id })}>
      <form class="pad fix" onSubmit={(event) => void submit(event)}>
        <label class="field">
          <span>{t('fix.payload')}</span>
          <textarea
            ref={editor}
            class="editor"
            rows={18}
            spellcheck={false}
            autocomplete="off"
            value={text}
            aria-describedby={check}
            aria-invalid={error !== undefined}
            onInput={(event) => setText(event.currentTarget.value)}
          />
        </label>
        <p id={check} class={error === undefined ? 'check good' : 'check bad'} role="status">
          <Icon name={error === undefined ? 'good' : 'bad'} size={13} />
          {error === undefined ? t('fix.valid') : t('fix.invalid', { line: error.line, column: error.column })}
          <span class="muted">{t('fix.hint')}</span>
        </p>
        <div>
          <h3>{t('fix.changes')}</h3>
          {changes.length === 0 ? (
            <p class="muted">{t('fix.unchanged')}</p>
          ) : (
            <pre class="code diff">
              {changes.map(({ kind, text: line }, index) => (
                <span key={`${index}${kind}`} class={kind}>
                  {SIGNS[kind]} {line}
                </span>
              ))}
            </pre>
          )}
        </div>
        <label class="field">
          <span>{t('app.reason')}</span>
          <input value={reason} required maxLength={500} onInput={(event) => setReason(event.currentTarget.value)} />
          <small class="muted">{t('app.reasonHint')}</small>
        </label>
        {problem === undefined ? null : <ProblemBox problem={problem} />}
        <div class="buttons">
          <button type="submit" class="button primary" disabled={!isReady || busy}>
            {t('fix.submit')}
          </button>
          <button type="button" class="button" onClick={onCancel}>
            {t('app.cancel')}
          </button>
        </div>
      </form>
    </Panel>
  );
}
