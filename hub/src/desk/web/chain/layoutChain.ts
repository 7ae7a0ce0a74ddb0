/** Size of a document's box and the room between boxes, in SVG units. */
export interface ChainSizes {
  readonly width: number;
  readonly height: number;
  /** Between layers: room for the name of a relation. */
  readonly layerGap: number;
  /** Between boxes of one layer. */
  readonly boxGap: number;
}

export interface PlacedBox {
  readonly x: number;
  readonly y: number;
}

export interface PlacedLink {
  /** Points that the line goes through, from box to box. */
  readonly points: readonly PlacedBox[];
  /** Where its name stands. */
  readonly label: PlacedBox;
}

export interface ChainLayout {
  readonly width: number;
  readonly height: number;
  readonly boxes: readonly PlacedBox[];
  readonly links: readonly PlacedLink[];
}

interface Line {
  readonly from: number;
  readonly to: number;
}

const SWEEPS = 6;
/** Room that a line needs which passes a layer. */
const LANE = 26;

/**
 * Places documents in layers along the direction of their links (longest path first), ordered so that few lines cross. Links that
 * span layers get a lane of their own in each; links of a circle are drawn backwards.
 *
 * @param direction `right` for wide screens, `down` for narrow ones
 */
export function layoutChain(count: number, lines: readonly Line[], sizes: ChainSizes, direction: 'right' | 'down'): ChainLayout {
  const layers = layersOf(count, lines);
  // A slot is a document (its index) or, from `count` on, the lane of a link in a layer that it passes.
  const layerOfSlot = [...layers];
  const routes = lines.map(({ from, to }) => {
    const [low, high] = [layers[from] ?? 0, layers[to] ?? 0];
    const route = [from];
    const step = high >= low ? 1 : -1;
    for (let layer = low + step; step > 0 ? layer < high : layer > high; layer += step) {
      route.push(layerOfSlot.length);
      layerOfSlot.push(layer);
    }
    route.push(to);
    return route;
  });
  const rows = orderedRows(layerOfSlot, routes);
  const isWide = direction === 'right';
  const [along, across] = isWide ? [sizes.width, sizes.height] : [sizes.height, sizes.width];
  const span = (slot: number) => (slot < count ? across : LANE);
  const lengths = rows.map((row) => row.reduce((sum, slot) => sum + span(slot), 0) + Math.max(0, row.length - 1) * sizes.boxGap);
  const widest = Math.max(0, ...lengths);
  const centres = new Map<number, number>();
  for (const [index, row] of rows.entries()) {
    let at = (widest - (lengths[index] ?? 0)) / 2;
    for (const slot of row) {
      centres.set(slot, at + span(slot) / 2);
      at += span(slot) + sizes.boxGap;
    }
  }
  const startOf = (slot: number) => (layerOfSlot[slot] ?? 0) * (along + sizes.layerGap);
  const point = (alongAt: number, acrossAt: number): PlacedBox =>
    isWide ? { x: alongAt, y: acrossAt } : { x: acrossAt, y: alongAt };
  const boxes = layers.map((_, slot) => point(startOf(slot), (centres.get(slot) ?? 0) - across / 2));
  const links = routes.map((route): PlacedLink => {
    const points = route.flatMap((slot, index) => {
      const [start, centre] = [startOf(slot), centres.get(slot) ?? 0];
      if (index === 0) return [point(start + along, centre)];
      if (index === route.length - 1) return [point(start, centre)];
      return [point(start, centre), point(start + along, centre)];
    });
    const [first, second] = [points[0], points[1]];
    const label =
      first === undefined || second === undefined ? { x: 0, y: 0 } : { x: (first.x + second.x) / 2, y: (first.y + second.y) / 2 };
    return { points, label };
  });
  const length = rows.length === 0 ? 0 : rows.length * along + (rows.length - 1) * sizes.layerGap;
  return { width: isWide ? length : widest, height: isWide ? widest : length, boxes, links };
}

/** Layer of each document: one behind the last of those it came from. A link that closes a circle does not count. */
function layersOf(count: number, lines: readonly Line[]): number[] {
  const incoming: number[][] = Array.from({ length: count }, () => []);
  for (const { from, to } of lines) if (from !== to) incoming[to]?.push(from);
  const layers = new Array<number>(count).fill(-1);
  const open = new Set<number>();
  const visit = (index: number): number => {
    const known = layers[index] ?? -1;
    if (known >= 0) return known;
    open.add(index);
    const before = (incoming[index] ?? []).filter((other) => !open.has(other)).map(visit);
    open.delete(index);
    const layer = before.length === 0 ? 0 : Math.max(...before) + 1;
    layers[index] = layer;
    return layer;
  };
  for (let index = 0; index < count; index++) visit(index);
  return layers;
}

/** Slots of each layer in an order in which neighbours stand near each other (barycentre heuristic). */
function orderedRows(layerOfSlot: readonly number[], routes: readonly (readonly number[])[]): number[][] {
  const rows: number[][] = [];
  for (const [slot, layer] of layerOfSlot.entries()) (rows[layer] ??= []).push(slot);
  const neighbours = new Map<number, number[]>();
  for (const route of routes) {
    for (const [index, slot] of route.entries()) {
      const next = route[index + 1];
      if (next === undefined) continue;
      neighbours.set(slot, [...(neighbours.get(slot) ?? []), next]);
      neighbours.set(next, [...(neighbours.get(next) ?? []), slot]);
    }
  }
  const places = new Map<number, number>();
  const note = (row: readonly number[]) => row.forEach((slot, index) => places.set(slot, index - (row.length - 1) / 2));
  for (const row of rows) note(row);
  for (let sweep = 0; sweep < SWEEPS; sweep++) {
    const isForward = sweep % 2 === 0;
    for (const row of isForward ? rows : [...rows].reverse()) {
      const layer = layerOfSlot[row[0] ?? 0] ?? 0;
      const weight = (slot: number): number => {
        const beside = (neighbours.get(slot) ?? []).filter((other) => {
          const otherLayer = layerOfSlot[other] ?? 0;
          return isForward ? otherLayer < layer : otherLayer > layer;
        });
        if (beside.length === 0) return places.get(slot) ?? 0;
        return beside.reduce((sum, other) => sum + (places.get(other) ?? 0), 0) / beside.length;
      };
      const weights = new Map(row.map((slot) => [slot, weight(slot)]));
      row.sort((one, other) => (weights.get(one) ?? 0) - (weights.get(other) ?? 0));
      note(row);
    }
  }
  return rows;
}
