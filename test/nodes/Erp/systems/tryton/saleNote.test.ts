import { digest, formatNote, readNote } from '../../../../../nodes/Erp/systems/tryton/order/saleNote';

const note = {
  version: '2026-11-20T10:02:00+08:00/2026-11-20T02:02:00.5Z',
  content: digest('x'),
  comment: undefined,
  cancelled: false,
};

test.each([
  note,
  { ...note, comment: digest('ring twice') },
  { ...note, cancelled: true },
  { ...note, version: 'a version with blanks, 50 % and 版本' },
])('a note is read as it was written: %j', (written) => {
  expect(readNote([formatNote(written)])).toEqual(written);
  expect(formatNote(written).split('\n')[0]).toMatch(/^medsupply version \S+$/);
});

test('of several notes the newest counts, texts of people count for nothing', () => {
  const older = formatNote({ ...note, version: '2026-11-20T01:59:00Z' });
  expect(readNote([undefined, 'keep dry', older, formatNote(note), `keep dry\n${older}`])?.version).toBe(note.version);
  expect(readNote(['medsupply version', 'medsupply version %zz', 'my medsupply version 1'])).toBeUndefined();
});

test('a digest shows nothing of the text', () => {
  expect(digest('ring twice')).toMatch(/^[0-9a-f]{16}$/);
  expect(digest('ring twice')).not.toBe(digest('ring once'));
});
