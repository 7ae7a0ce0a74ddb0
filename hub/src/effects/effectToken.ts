/** What a token says: the row, the fence of the claim, and a random part that nobody can guess. */
export interface EffectToken {
  readonly seq: number;
  readonly fence: number;
  readonly secret: string;
}

const TOKEN = /^([1-9]\d{0,14})\.([1-9]\d{0,14})\.([\w-]{8,64})$/;

export function tokenText({ seq, fence, secret }: EffectToken): string {
  return `${seq}.${fence}.${secret}`;
}

/** @returns `undefined` for a text that was never a token of this hub */
export function parseToken(text: string): EffectToken | undefined {
  const [, seq, fence, secret] = TOKEN.exec(text) ?? [];
  if (seq === undefined || fence === undefined || secret === undefined) return undefined;
  return { seq: Number(seq), fence: Number(fence), secret };
}
