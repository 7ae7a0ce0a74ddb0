import type { ChainSizes, PlacedBox, PlacedLink } from '../../chain/layoutChain';
import type { DocumentReference } from '../../types';

/** Characters of a number that fit into a box. */
const FITS = 19;

/** A document: its system, what it is, its number. A button for keyboard and screen reader. */
export function DocumentBox(props: {
  readonly document: DocumentReference;
  readonly type: string;
  readonly at: PlacedBox;
  readonly sizes: ChainSizes;
  readonly isSelected: boolean;
  readonly isStart: boolean;
  readonly onSelect: () => void;
}) {
  const { document, type, at, sizes, isSelected, isStart, onSelect } = props;
  const number = document.number ?? document.id;
  const press = (event: KeyboardEvent) => {
    if (event.key !== 'Enter' && event.key !== ' ') return;
    event.preventDefault();
    onSelect();
  };
  return (
    <g
      class={`box ${isSelected ? 'selected' : ''} ${isStart ? 'start' : ''} system-${toneOf(document.system)}`}
      transform={`translate(${at.x} ${at.y})`}
      role="button"
      tabindex={0}
      aria-pressed={isSelected}
      aria-label={`${type} ${number}, ${document.system}, ${document.tenant}`}
      onClick={onSelect}
      onKeyDown={press}
    >
      <rect width={sizes.width} height={sizes.height} rx="7" />
      <path class="edge" d={`M7 0H5a5 5 0 0 0-5 5v${sizes.height - 10}a5 5 0 0 0 5 5h2z`} />
      <text x="16" y="20" class="box-system">
        {document.system}
      </text>
      <text x="16" y="38" class="box-number">
        {number.length > FITS ? `${number.slice(0, FITS - 1)}…` : number}
      </text>
      <text x="16" y="55" class="box-type">
        {type}
      </text>
    </g>
  );
}

/** A relation: a line with its name and time. */
export function LinkLine(props: {
  readonly placed: PlacedLink;
  readonly direction: 'right' | 'down';
  readonly isNear: boolean;
  readonly relation: string;
  readonly time: string;
}) {
  const { placed, direction, isNear, relation, time } = props;
  return (
    <g class={`line ${isNear ? 'near' : ''}`} aria-hidden="true">
      <path d={pathOf(placed.points, direction)} marker-end="url(#arrow)" />
      <text x={placed.label.x} y={placed.label.y - 3}>
        {relation}
      </text>
      <text class="line-time" x={placed.label.x} y={placed.label.y + 10}>
        {time}
      </text>
    </g>
  );
}

/** Soft curves between layers, straight lanes through them. */
function pathOf(points: readonly PlacedBox[], direction: 'right' | 'down'): string {
  return points
    .map((point, index) => {
      const before = points[index - 1];
      if (before === undefined) return `M${point.x} ${point.y}`;
      if (index % 2 === 0) return `L${point.x} ${point.y}`;
      const [middleX, middleY] = [(before.x + point.x) / 2, (before.y + point.y) / 2];
      return direction === 'right'
        ? `C${middleX} ${before.y} ${middleX} ${point.y} ${point.x} ${point.y}`
        : `C${before.x} ${middleY} ${point.x} ${middleY} ${point.x} ${point.y}`;
    })
    .join('');
}

/** One of four colours for a system, always the same one; its name stands in the box as well. */
function toneOf(system: string): number {
  let sum = 0;
  for (const character of system) sum = (sum * 31 + (character.codePointAt(0) ?? 0)) % 997;
  return sum % 4;
}
