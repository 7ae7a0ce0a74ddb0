/**
 * Verifies the check digit of a GTIN, GLN or SSCC: weights 3 and 1 alternating from the right, sum a multiple of ten
 * (GS1 General Specifications, section 7.9).
 */
export function isGs1CheckDigit(digits: string): boolean {
  let sum = 0;
  for (let place = 0; place < digits.length; place++) {
    const weight = (digits.length - place) % 2 === 0 ? 3 : 1;
    sum += Number(digits.charAt(place)) * weight;
  }
  return digits.length > 0 && sum % 10 === 0;
}
