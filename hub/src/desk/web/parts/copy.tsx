import { useState } from 'preact/hooks';
import { useText } from '../language';

/** Copies a text; the button says that it did. */
export function CopyButton({ text, label }: { readonly text: string; readonly label?: string }) {
  const t = useText();
  const [copied, setCopied] = useState(false);
  const copy = async () => {
    await navigator.clipboard.writeText(text);
    setCopied(true);
    setTimeout(() => setCopied(false), 2000);
  };
  return (
    <button type="button" class="button small" onClick={() => void copy().catch(() => setCopied(false))}>
      {copied ? t('app.copied') : (label ?? t('app.copy'))}
    </button>
  );
}
