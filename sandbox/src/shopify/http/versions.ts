/** Stable versions appear each quarter; the sandbox supports the newest and the two before it. */
const SUPPORTED_COUNT = 3;

/** @param newest e.g. `2026-10` @returns oldest first: `['2026-04', '2026-07', '2026-10']` */
export function supportedVersions(newest: string): readonly string[] {
  if (!isVersion(newest)) throw new RangeError(`"${newest}" is not a Shopify API version`);
  const [year = 0, month = 0] = newest.split('-').map(Number);
  return Array.from({ length: SUPPORTED_COUNT }, (_, place) => {
    const quarters = year * 4 + (month - 1) / 3 - (SUPPORTED_COUNT - 1 - place);
    return `${Math.floor(quarters / 4)}-${String((quarters % 4) * 3 + 1).padStart(2, '0')}`;
  });
}

/**
 * The version that answers a request: the asked one, or silently the oldest supported one when it is older than all of them.
 * @returns `undefined` for a version that never existed or lies in the future
 */
export function answeringVersion(asked: string, supported: readonly string[]): string | undefined {
  if (supported.includes(asked)) return asked;
  const [oldest] = supported;
  return isVersion(asked) && oldest !== undefined && asked < oldest ? oldest : undefined;
}

function isVersion(text: string): boolean {
  return /^20\d{2}-(01|04|07|10)$/.test(text);
}
