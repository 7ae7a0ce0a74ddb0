import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { layoutChain } from '../../src/desk/web/chain/layoutChain';
import { firstLanguage, isTextKey, translate } from '../../src/desk/web/i18n';
import { en } from '../../src/desk/web/i18n/en';
import { zh } from '../../src/desk/web/i18n/zh';
import { chainQuery, documentOfKey, targetOfKey } from '../../src/desk/web/parts/documentName';
import { diffLines } from '../../src/desk/web/payload/diffLines';
import { jsonError, prettyJson } from '../../src/desk/web/payload/prettyJson';

const WEB = join(__dirname, '../../src/desk/web');

describe('the dictionaries', () => {
  const places = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(([place]) => place).sort();

  it('have the same keys', () => expect(Object.keys(zh).sort()).toEqual(Object.keys(en).sort()));

  it.each(Object.keys(en).filter(isTextKey))('%s has the same places in both languages', (key) => {
    expect(zh[key]).not.toBe('');
    expect(places(zh[key])).toEqual(places(en[key]));
  });

  it('hold every text that the pages ask for', () => {
    const files = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'));
    const asked = files.flatMap((name) =>
      [...readFileSync(join(WEB, name), 'utf8').matchAll(/\bt\(\s*'([^']+)'/g)].map(([, key]) => key ?? ''),
    );
    expect(asked.length).toBeGreaterThan(150);
    expect(asked.filter((key) => !isTextKey(key))).toEqual([]);
  });

  it('leave no text in the pages themselves', () => {
    const files = readdirSync(WEB, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.tsx'));
    const texts = files.flatMap((name) =>
      [...readFileSync(join(WEB, name), 'utf8').matchAll(/>\s*([A-Z][a-z]+(?: [a-z]+)+)[.!]?\s*</g)].map(
        ([text]) => `${name}: ${text}`,
      ),
    );
    expect(texts).toEqual([]);
  });

  it.each([
    [null, ['de-DE', 'zh-TW', 'en'], 'zh'],
    [null, ['de', 'fr'], 'en'],
    [null, ['en-US', 'zh'], 'en'],
    ['zh', ['en'], 'zh'],
    ['xx', ['zh-CN'], 'zh'],
  ] as const)('choose by the stored language %s and the browser %s: %s', (stored, browser, language) => {
    expect(firstLanguage(stored, browser)).toBe(language);
  });

  it('fill places and leave unknown ones visible', () => {
    expect(translate('en', 'event.title', { id: '41' })).toBe('Event 41');
    expect(translate('en', 'event.title')).toBe('Event {id}');
  });
});

describe('the editor of payloads', () => {
  it('shows JSON with a line for each value, and every digit', () => {
    expect(prettyJson('{"id":820982911946154508,"a":[],"b":{ },"c":[1.0,"x: {,}"],"d":null}')).toBe(
      '{\n  "id": 820982911946154508,\n  "a": [],\n  "b": {},\n  "c": [\n    1.0,\n    "x: {,}"\n  ],\n  "d": null\n}',
    );
  });

  it('leaves what is not JSON as it is', () => expect(prettyJson('<order/>')).toBe('<order/>'));

  it('changes the look of JSON only', () => {
    fc.assert(
      fc.property(fc.json(), (text) => {
        expect(JSON.parse(prettyJson(text))).toEqual(JSON.parse(text));
        expect(prettyJson(prettyJson(text))).toBe(prettyJson(text));
      }),
    );
  });

  it('says where a text stops being JSON', () => {
    expect(jsonError('{"a": 1}')).toBeUndefined();
    expect(jsonError('{\n  "a": oops\n}')).toEqual({ line: 2, column: 8 });
    expect(jsonError('{"a": 1')).toEqual({ line: 1, column: 8 });
    expect(jsonError('[1, 2,, 3]')).toEqual({ line: 1, column: 7 });
    expect(jsonError('{"a": "b}\n')).toEqual({ line: 1, column: 7 });
    expect(jsonError('{} x')).toEqual({ line: 1, column: 4 });
  });

  it('shows the changed lines with their neighbours', () => {
    expect(diffLines('a\nb\nc\nd\ne', 'a\nb\nX\nd\ne')).toEqual([
      { kind: 'same', text: 'b' },
      { kind: 'removed', text: 'c' },
      { kind: 'added', text: 'X' },
      { kind: 'same', text: 'd' },
    ]);
    expect(diffLines('a\nb', 'a\nb')).toEqual([]);
  });

  it('finds a difference exactly when there is one, and misses no line of either text', () => {
    const lines = fc.array(fc.constantFrom('a', 'b', 'c', '', 'd'), { maxLength: 12 }).map((list) => list.join('\n'));
    fc.assert(
      fc.property(lines, lines, (before, after) => {
        const all = diffLines(before, after, Infinity);
        if (before === after) return expect(all).toEqual([]);
        const kept = (kind: string) => all.filter((line) => line.kind !== kind).map(({ text }) => text);
        expect(kept('added').join('\n')).toBe(before);
        return expect(kept('removed').join('\n')).toBe(after);
      }),
    );
  });
});

describe('the picture of a chain', () => {
  const SIZES = { width: 100, height: 40, layerGap: 60, boxGap: 20 };

  it('puts a document behind those it came from', () => {
    const { boxes } = layoutChain(
      3,
      [
        { from: 0, to: 1 },
        { from: 1, to: 2 },
        { from: 0, to: 2 },
      ],
      SIZES,
      'right',
    );
    expect(boxes.map(({ x }) => x)).toEqual([0, 160, 320]);
  });

  it('runs downwards on narrow screens', () => {
    const { boxes } = layoutChain(2, [{ from: 0, to: 1 }], SIZES, 'down');
    expect(boxes).toEqual([
      { x: 0, y: 0 },
      { x: 0, y: 100 },
    ]);
  });

  it('lets no box cover another, and keeps everything inside the picture, whatever the links', () => {
    const graph = fc.integer({ min: 1, max: 14 }).chain((count) =>
      fc.record({
        count: fc.constant(count),
        lines: fc.array(fc.record({ from: fc.nat(count - 1), to: fc.nat(count - 1) }), { maxLength: 24 }),
        direction: fc.constantFrom('right' as const, 'down' as const),
      }),
    );
    fc.assert(
      fc.property(graph, ({ count, lines, direction }) => {
        const { boxes, width, height, links } = layoutChain(count, lines, SIZES, direction);
        expect(links).toHaveLength(lines.length);
        for (const [index, one] of boxes.entries()) {
          expect(one.x >= 0 && one.y >= 0 && one.x + SIZES.width <= width + 0.01 && one.y + SIZES.height <= height + 0.01).toBe(
            true,
          );
          for (const other of boxes.slice(index + 1)) {
            expect(Math.abs(one.x - other.x) >= SIZES.width || Math.abs(one.y - other.y) >= SIZES.height).toBe(true);
          }
        }
      }),
    );
  });

  it('places 500 documents within a moment', () => {
    const lines = Array.from({ length: 499 }, (_, index) => ({ from: Math.floor(index / 3), to: index + 1 }));
    const startedAt = performance.now();
    expect(layoutChain(500, lines, SIZES, 'right').boxes).toHaveLength(500);
    expect(performance.now() - startedAt).toBeLessThan(1000);
  });
});

describe('names of documents', () => {
  it('are read from business keys and effect keys', () => {
    expect(documentOfKey('shopify/a.myshopify.com/order/42')).toEqual({
      system: 'shopify',
      tenant: 'a.myshopify.com',
      documentType: 'order',
      id: '42',
    });
    const key = 'tryton%3Aerp.example.com%2Ferp/shopify/a.myshopify.com/order/4%2F2';
    expect(targetOfKey(key)).toBe('tryton:erp.example.com/erp');
    expect(chainQuery(documentOfKey(key) ?? { system: '', tenant: '', documentType: '', id: '' }).id).toBe('4/2');
    expect(documentOfKey('short/key')).toBeUndefined();
  });
});
