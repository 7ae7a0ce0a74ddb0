/** Shopify waits this long for the whole answer. */
export const DELIVERY_TIMEOUT_MS = 5_000;
export const RETRY_COUNT = 8;
/** The last retry comes this long after the first attempt. */
export const RETRY_WINDOW_MS = 4 * 60 * 60 * 1000;
/** A subscription that an app created is deleted after so many failed attempts without a success in between. */
export const FAILURES_UNTIL_REMOVAL = 8;

/**
 * The pause before each retry in milliseconds: doubling, together four hours. Shopify documents eight retries over four hours
 * with growing pauses, not the pauses themselves.
 */
export const RETRY_DELAYS_MS: readonly number[] = Array.from({ length: RETRY_COUNT }, (_, retry) =>
  Math.round((RETRY_WINDOW_MS * 2 ** retry) / (2 ** RETRY_COUNT - 1)),
);
