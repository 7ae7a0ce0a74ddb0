const LONGEST = 240;

/** Shapes of Shopify's tokens and secrets, bearer values and other long random texts. */
const SECRET_SHAPES = /\bshp[a-z]{2,3}_[A-Za-z0-9_-]+|\b(?:Bearer|Basic)\s+\S+|[A-Za-z0-9+/_=-]{32,}/g;

const MAIL_SHAPE = /[^\s@"'<>]+@[^\s@"'<>]+/g;

/** Telephone numbers and other long digit groups; order names and quantities are shorter. */
const DIGITS_SHAPE = /\+?\d(?:[\s().-]?\d){6,}/g;

/** A quoted part; an apostrophe inside a word opens and closes nothing. */
const QUOTED = /(?<![\p{L}\d])(["'`])((?:(?!\1(?![\p{L}\d])).)*)\1(?![\p{L}\d])/gu;

/** Field names, SKUs, ids: what a user needs to find the place. Anything else in quotes may be a name, an address or a note. */
const IDENTIFIER = /^[A-Za-z0-9_.:#!$[\]-]{1,60}$/;

/**
 * Makes a vendor's sentence fit for an error message: secrets and personal shapes are replaced, the rest is kept short.
 * @param secrets values that must not appear, in any case also percent- or base64-encoded
 */
export function vendorText(text: string, secrets: readonly string[]): string {
  let clean = text;
  for (const secret of secrets) {
    if (secret === '') continue;
    for (const form of [secret, encodeURIComponent(secret), Buffer.from(secret, 'utf8').toString('base64')]) {
      clean = clean.replaceAll(form, '[hidden]');
    }
  }
  clean = clean
    .replace(SECRET_SHAPES, '[hidden]')
    .replace(MAIL_SHAPE, '[hidden]')
    .replace(DIGITS_SHAPE, '[hidden]')
    .replace(QUOTED, (quoted, _mark, inner: string) => (IDENTIFIER.test(inner) ? quoted : '[value]'))
    .replace(/\s+/g, ' ')
    .trim();
  return clean.length > LONGEST ? `${clean.slice(0, LONGEST - 1)}…` : clean;
}
