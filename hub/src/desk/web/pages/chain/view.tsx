import { useEffect, useState } from 'preact/hooks';
import { shortTime } from '../../format';
import { useLanguage, useText, useWord } from '../../language';
import { chainQuery } from '../../parts/documentName';
import { Facts, Panel } from '../../parts/page';
import { Table } from '../../parts/table';
import { Time } from '../../parts/time';
import { href, hrefWith } from '../../route';
import { type ChainSizes, layoutChain } from '../../chain/layoutChain';
import type { DocumentReference } from '../../types';
import { DocumentBox, LinkLine } from './shapes';

export interface GraphView {
  readonly documents: readonly DocumentReference[];
  readonly links: readonly { readonly from: number; readonly to: number; readonly relation: string; readonly atMs: number }[];
}

/** On narrower screens the chain runs downwards. */
const NARROW = 720;
const SIZES: Readonly<Record<'right' | 'down', ChainSizes>> = {
  right: { width: 168, height: 66, layerGap: 118, boxGap: 26 },
  down: { width: 148, height: 66, layerGap: 64, boxGap: 14 },
};
const MARGIN = 14;
/** A wide chain is made smaller to fit, down to this share; beyond that it scrolls. */
const SMALLEST = 0.72;

/** The chain as a picture, the selected document beside it, and everything again as a table. */
export function ChainView({ graph, start }: { readonly graph: GraphView; readonly start: DocumentReference }) {
  const t = useText();
  const word = useWord();
  const { documents, links } = graph;
  const startIndex = Math.max(
    0,
    documents.findIndex((document) => isSame(document, start)),
  );
  const [selected, setSelected] = useState(startIndex);
  const nameOf = (index: number) => {
    const document = documents[index];
    return document === undefined ? '' : `${word('document', document.documentType)} ${document.number ?? document.id}`;
  };
  const chosen = documents[selected] ?? start;
  return (
    <>
      <Panel title={nameOf(startIndex)} aside={<small class="muted hide-narrow">{t('chain.keys')}</small>}>
        <Picture graph={graph} startIndex={startIndex} selected={selected} onSelect={setSelected} nameOf={nameOf} />
        {links.length === 0 ? <p class="pad muted">{t('chain.single')}</p> : null}
      </Panel>
      <div class="columns uneven flipped">
        <Panel title={t('chain.selected')}>
          <Facts
            rows={[
              [t('chain.type'), word('document', chosen.documentType)],
              [t('chain.number'), chosen.number],
              [t('chain.id'), <span class="mono">{chosen.id}</span>],
              [t('chain.system'), chosen.system],
              [t('chain.tenant'), chosen.tenant],
            ]}
          />
          <div class="pad buttons">
            {selected === startIndex ? null : (
              <a class="button small" href={hrefWith(['chain'], chainQuery(chosen))}>
                {t('chain.center')}
              </a>
            )}
            <a class="button small" href={`${href('inbox')}?${new URLSearchParams({ text: chosen.id }).toString()}`}>
              {t('chain.inbox')}
            </a>
          </div>
        </Panel>
        <Panel title={t('chain.table')}>
          <Table
            label={t('chain.table')}
            rows={[...links].sort((one, other) => one.atMs - other.atMs)}
            keyOf={({ from, to, relation }) => `${from} ${to} ${relation}`}
            columns={[
              { title: t('chain.from'), cell: ({ from }) => nameOf(from) },
              {
                title: t('chain.relation'),
                kind: 'tight',
                cell: ({ relation }) => <span class="muted">{word('relation', relation)}</span>,
              },
              { title: t('chain.to'), cell: ({ to }) => nameOf(to) },
              { title: t('chain.at'), kind: 'tight', cell: ({ atMs }) => <Time atMs={atMs} /> },
            ]}
          />
        </Panel>
      </div>
    </>
  );
}

function Picture(props: {
  readonly graph: GraphView;
  readonly startIndex: number;
  readonly selected: number;
  readonly onSelect: (index: number) => void;
  readonly nameOf: (index: number) => string;
}) {
  const { graph, startIndex, selected, onSelect, nameOf } = props;
  const t = useText();
  const word = useWord();
  const { language } = useLanguage();
  const [isNarrow, setIsNarrow] = useState(() => innerWidth < NARROW);
  useEffect(() => {
    const listen = () => setIsNarrow(innerWidth < NARROW);
    addEventListener('resize', listen);
    return () => removeEventListener('resize', listen);
  }, []);
  const direction = isNarrow ? 'down' : 'right';
  const sizes = SIZES[direction];
  const { documents, links } = graph;
  const layout = layoutChain(documents.length, links, sizes, direction);
  const [width, height] = [layout.width + 2 * MARGIN, layout.height + 2 * MARGIN];
  const label = t('chain.picture', { document: nameOf(startIndex), documents: documents.length, links: links.length });
  return (
    <div class="picture">
      <svg
        class="chain"
        width={width}
        height={height}
        style={{ minWidth: `${Math.round(width * SMALLEST)}px` }}
        viewBox={`${-MARGIN} ${-MARGIN} ${width} ${height}`}
        role="group"
        aria-label={label}
      >
        <defs>
          <marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" markerWidth="7" markerHeight="7" orient="auto-start-reverse">
            <path d="M0 .5 7.500 4 0 7.500z" />
          </marker>
        </defs>
        {links.map(({ from, to, relation, atMs }, index) => {
          const placed = layout.links[index];
          if (placed === undefined) return null;
          return (
            <LinkLine
              key={`${from} ${to} ${relation}`}
              placed={placed}
              direction={direction}
              isNear={from === selected || to === selected}
              relation={word('relation', relation)}
              time={shortTime(language, atMs, Date.now())}
            />
          );
        })}
        {documents.map((document, index) => (
          <DocumentBox
            key={JSON.stringify(chainQuery(document))}
            document={document}
            type={word('document', document.documentType)}
            at={layout.boxes[index] ?? { x: 0, y: 0 }}
            sizes={sizes}
            isSelected={index === selected}
            isStart={index === startIndex}
            onSelect={() => onSelect(index)}
          />
        ))}
      </svg>
    </div>
  );
}

function isSame(one: DocumentReference, other: DocumentReference): boolean {
  return (
    one.system === other.system && one.tenant === other.tenant && one.documentType === other.documentType && one.id === other.id
  );
}
