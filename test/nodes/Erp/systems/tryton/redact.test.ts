import { redact } from '../../../../../nodes/Erp/systems/tryton/client';

test.each([
  [
    'The value "Li Lei\\tx" for field "Name" in "Party" contains some invalid chars',
    'The value "…" for field "Name" in "Party" contains some invalid chars',
  ],
  ['The code on party must be unique.', 'The code on party must be unique.'],
  ['To quote sale "17 [PO Li]", you must enter an invoice address.', 'To quote sale "…", you must enter an invoice address.'],
  ['Mail li.lei@hospital.example or call 051200001111', 'Mail … or call …'],
  ['first line\nTraceback: secret', 'first line'],
  ['The phone number "+86 512" of party "Li" in "Ward Four" is wrong', 'The phone number "…" of party "…" in "…" is wrong'],
])('%j is shown as %j', (message, shown) => {
  expect(redact(message)).toBe(shown);
});

test('texts that are known to be harmless stay', () => {
  expect(redact('Product "STENT-35-18" for "Li Lei"', new Set(['STENT-35-18']))).toBe('Product "STENT-35-18" for "…"');
});
