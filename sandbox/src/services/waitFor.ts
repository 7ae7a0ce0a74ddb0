/** Asks again and again until something holds. */
export async function waitFor(
  what: string,
  holds: () => boolean | Promise<boolean>,
  { timeoutMs = 60_000, everyMs = 100 }: { readonly timeoutMs?: number; readonly everyMs?: number } = {},
): Promise<void> {
  const deadline = Date.now() + timeoutMs;
  while (!(await holds())) {
    if (Date.now() > deadline) throw new Error(`Waited ${Math.round(timeoutMs / 1000)} s for: ${what}`);
    await new Promise((resolve) => setTimeout(resolve, everyMs));
  }
}
