const formatters = new Map<string, Intl.DateTimeFormat>();

/** As GraphQL writes times: UTC, whole seconds, `2026-11-22T10:00:00Z`. */
export function utcTime(ms: number): string {
  return new Date(ms).toISOString().replace(/\.\d{3}Z$/, 'Z');
}

/** As webhook payloads write times: the shop's own time with its offset, `2026-11-22T18:00:00+08:00`. */
export function shopTime(ms: number, timeZone: string): string {
  const parts = new Map(
    formatterFor(timeZone)
      .formatToParts(ms)
      .map(({ type, value }) => [type, value]),
  );
  const part = (type: Intl.DateTimeFormatPartTypes) => parts.get(type) ?? '';
  const date = `${part('year')}-${part('month')}-${part('day')}`;
  return `${date}T${part('hour')}:${part('minute')}:${part('second')}${zoneOffset(ms, timeZone)}`;
}

/** The zone's offset at that moment: `+08:00`. */
export function zoneOffset(ms: number, timeZone: string): string {
  const name =
    formatterFor(timeZone)
      .formatToParts(ms)
      .find(({ type }) => type === 'timeZoneName')?.value ?? 'GMT';
  return name === 'GMT' ? '+00:00' : name.slice('GMT'.length);
}

function formatterFor(timeZone: string): Intl.DateTimeFormat {
  const known = formatters.get(timeZone);
  if (known !== undefined) return known;
  const created = new Intl.DateTimeFormat('en-US', {
    timeZone,
    hourCycle: 'h23',
    year: 'numeric',
    month: '2-digit',
    day: '2-digit',
    hour: '2-digit',
    minute: '2-digit',
    second: '2-digit',
    timeZoneName: 'longOffset',
  });
  formatters.set(timeZone, created);
  return created;
}
