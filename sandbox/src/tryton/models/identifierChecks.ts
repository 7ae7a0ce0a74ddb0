const uscCharacters = '0123456789ABCDEFGHJKLMNPQRTUWXY';

/** Chinese Unified Social Credit Code: 18 characters, the last one a check character modulo 31 (GB 32100). */
export function isUnifiedSocialCreditCode(text: string): boolean {
  const code = text.replace(/[ -]/g, '').toUpperCase();
  if (code.length !== 18 || !/^\d{8}/.test(code) || [...code].some((character) => !uscCharacters.includes(character)))
    return false;
  let sum = 0;
  let weight = 1;
  for (const character of code.slice(0, 17)) {
    sum += uscCharacters.indexOf(character) * weight;
    weight = (weight * 3) % 31;
  }
  return uscCharacters[(31 - (sum % 31)) % 31] === code[17];
}

/** GTIN: 8, 12, 13 or 14 digits, the last one a check digit. */
export function isArticleNumber(text: string): boolean {
  const code = text.replace(/[ -]/g, '');
  if (!/^(\d{8}|\d{12,14})$/.test(code)) return false;
  const digits = [...code].reverse().map(Number);
  return digits.reduce((sum, digit, index) => sum + digit * (index % 2 === 1 ? 3 : 1), 0) % 10 === 0;
}
