/** Outlines on a field of 16 × 16; decoration only, a text stands beside each. */
const PATHS = {
  now: 'M2 9h3l2-5 2.5 8 2-5H14',
  inbox: 'M2.5 9.5 4 3h8l1.5 6.500V13h-11zM2.5 9.500H6a2 2 0 0 0 4 0h3.5',
  effects: 'M2.5 8.5 6 12l7.5-8',
  chain: 'M6.5 9.5 9.5 6.500M7 4.500l1-1a3 3 0 0 1 4.5 4.500l-1 1M9 11.500l-1 1A3 3 0 0 1 3.5 8l1-1',
  audit: 'M8 1.5 13 3.500v4c0 3.5-2 5.5-5 7-3-1.5-5-3.5-5-7v-4zM5.8 8l1.7 1.700L10.5 6.5',
  sources: 'M8 13.500a5.5 5.5 0 1 0 0-11M8 10.500a2.5 2.5 0 1 0 0-5M2 8h5',
  mappings: 'M2.5 4h4M2.5 12h4M9.5 4h4M9.5 12h4M6.5 4c3 0 0 8 3 8M6.5 12c3 0 0-8 3-8',
  people: 'M8 8a2.8 2.8 0 1 0 0-5.600A2.8 2.8 0 0 0 8 8zM2.8 14c.4-3 2.5-4.4 5.2-4.400s4.8 1.4 5.2 4.4',
  good: 'M3.5 8.5 6.5 11.5 12.5 5',
  wait: 'M8 2.500a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM8 5v3.200l2 1.3',
  bad: 'M8 2 14.5 13.500h-13zM8 6.500v3.200M8 11.600v.2',
  ask: 'M8 2.500a5.5 5.5 0 1 0 0 11 5.5 5.5 0 0 0 0-11zM6.3 6.500A1.7 1.7 0 1 1 8 8.300v.7M8 11v.1',
  calm: 'M3.5 8h9',
  next: 'M3 8h9.500M9 4.5 12.5 8 9 11.5',
} as const;

export type IconName = keyof typeof PATHS;

export function Icon({ name, size = 16 }: { readonly name: IconName; readonly size?: number }) {
  return (
    <svg class="icon" width={size} height={size} viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path d={PATHS[name]} />
    </svg>
  );
}
