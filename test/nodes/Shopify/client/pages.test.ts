import type { Connection } from '../../../../nodes/Shopify/client/pages';
import { allNodes } from '../../../../nodes/Shopify/client/pages';

const page = (nodes: readonly number[], endCursor: string | null, hasNextPage = endCursor !== null): Connection<number> => ({
  nodes,
  pageInfo: { hasNextPage, endCursor },
});

function shelf(pagesByCursor: Readonly<Record<string, Connection<number>>>) {
  const asked: (string | undefined)[] = [];
  const fetchPage = async (cursor: string | undefined) => {
    asked.push(cursor);
    const found = pagesByCursor[cursor ?? ''];
    if (found === undefined) throw new Error(`unexpected cursor ${cursor}`);
    return found;
  };
  return { fetchPage, asked };
}

test('all pages come in order, the last one included', async () => {
  const { fetchPage } = shelf({ '': page([1, 2], 'a'), a: page([3], 'b'), b: page([4], 'c', false) });
  await expect(allNodes('things', fetchPage)).resolves.toEqual([1, 2, 3, 4]);
});

test('an empty list ends at once', async () => {
  const { fetchPage, asked } = shelf({ '': page([], null) });
  await expect(allNodes('things', fetchPage)).resolves.toEqual([]);
  expect(asked).toHaveLength(1);
});

test('an empty page in the middle does not end the list', async () => {
  const { fetchPage } = shelf({ '': page([1], 'a'), a: page([], 'b'), b: page([2], null) });
  await expect(allNodes('things', fetchPage)).resolves.toEqual([1, 2]);
});

test('a cursor that comes twice fails instead of being followed for ever', async () => {
  const { fetchPage, asked } = shelf({ '': page([1], 'a'), a: page([2], 'b'), b: page([3], 'a') });
  await expect(allNodes('things', fetchPage)).rejects.toMatchObject({
    recovery: 'RetryLater',
    details: { code: 'PAGING_BROKEN' },
  });
  expect(asked).toHaveLength(3);
});

test('a further page without a cursor fails instead of cutting the list silently', async () => {
  const { fetchPage } = shelf({ '': page([1], null, true) });
  await expect(allNodes('things', fetchPage)).rejects.toMatchObject({ details: { code: 'PAGING_BROKEN' } });
});

test('a list that reaches the end of what Shopify pages fails instead of looking complete', async () => {
  let count = 0;
  const endless = async () =>
    page(
      Array.from({ length: 250 }, (_, index) => index),
      `cursor-${(count += 1)}`,
    );
  await expect(allNodes('things', endless)).rejects.toMatchObject({ recovery: 'NeedsHuman', details: { code: 'LIST_TOO_LONG' } });
});

test('a page that is there already is not fetched again', async () => {
  const { fetchPage, asked } = shelf({ a: page([2], null) });
  await expect(allNodes('things', fetchPage, page([1], 'a'))).resolves.toEqual([1, 2]);
  expect(asked).toEqual(['a']);
});
