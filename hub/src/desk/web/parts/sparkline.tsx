const [WIDTH, HEIGHT, PAD] = [120, 30, 3];

/** A line of hourly values; hours without a value are gaps. The label says the same in words. */
export function Sparkline({ values, label }: { readonly values: readonly (number | undefined)[]; readonly label: string }) {
  const known = values.filter((value) => value !== undefined);
  if (known.length < 2) return <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} aria-hidden="true" />;
  const [low, high] = [Math.min(0, ...known), Math.max(...known)];
  const x = (index: number) => PAD + (index * (WIDTH - 2 * PAD)) / Math.max(1, values.length - 1);
  const y = (value: number) => HEIGHT - PAD - ((value - low) * (HEIGHT - 2 * PAD)) / Math.max(1e-9, high - low);
  const runs: string[][] = [[]];
  values.forEach((value, index) => {
    if (value === undefined) runs.push([]);
    else runs.at(-1)?.push(`${x(index).toFixed(1)},${y(value).toFixed(1)}`);
  });
  const last = values.at(-1);
  return (
    <svg class="spark" viewBox={`0 0 ${WIDTH} ${HEIGHT}`} role="img" aria-label={label} preserveAspectRatio="none">
      {runs
        .filter((run) => run.length > 1)
        .map((run) => {
          const [first, end] = [run[0]?.split(',')[0], run.at(-1)?.split(',')[0]];
          return (
            <g key={first}>
              <polygon points={`${first},${HEIGHT} ${run.join(' ')} ${end},${HEIGHT}`} />
              <polyline points={run.join(' ')} />
            </g>
          );
        })}
      {last === undefined ? null : <circle cx={x(values.length - 1)} cy={y(last)} r="1.8" />}
    </svg>
  );
}
