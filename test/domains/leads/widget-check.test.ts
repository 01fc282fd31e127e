import { readFileSync } from 'node:fs';
import { createContext, runInContext } from 'node:vm';
import fc from 'fast-check';
import { FIELD_TYPES, type FormField } from '#domains/leads/forms/form.dto';
import { addressQuality } from '#domains/leads/hygiene/address-quality';
import { MAIL_DOMAINS } from '#domains/leads/hygiene/mail-domains';
import { readFieldValue } from '#domains/leads/submissions/field-value';

type Check = (field: FormField, answer: string | boolean) => string;

const browser = createContext({ window: { LeadForm: { mailDomains: MAIL_DOMAINS } }, URL });
for (const part of ['check', 'slip'])
  runInContext(readFileSync(`assets/form-widget/${part}.js`, 'utf8'), browser);
const check = runInContext('window.LeadForm.check', browser) as Check;
const meant = runInContext('window.LeadForm.meant', browser) as (text: string) => string;

function problemOnServer(field: FormField, answer: string | boolean): string {
  const reading = readFieldValue(field, answer);
  return 'problem' in reading ? reading.problem : '';
}

const fieldOf = fc.record({
  name: fc.constant('topic'),
  type: fc.constantFrom(...FIELD_TYPES.filter((type) => type !== 'checkbox')),
  label: fc.constantFrom('Topic', 'your e-mail', ''),
  required: fc.boolean(),
  options: fc.constant<string[]>(['A', 'B']),
});

const PIECES = `a ä 1 - . @ example com xn--p1ai http:// https: [ + \u0007 😀 " , e5 2026-02- 30 28`.split(
  ' ',
);
const piece = fc.constantFrom(...PIECES, ' ', '\n', '\ud800', 'x'.repeat(63), 'y'.repeat(500));
const answer = fc.oneof(
  fc.array(piece, { maxLength: 8 }).map((pieces) => pieces.join('')),
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom(
    'ada@example.com',
    'Ä@bücher.example',
    '2026-01-31',
    'https://example.com',
    '+49 30 1',
    'A',
  ),
  fc.integer().map(String),
);

describe('what the widget says about an answer', () => {
  it('is word for word what the server says', () => {
    fc.assert(
      fc.property(fieldOf, answer, (field, text) => {
        expect(check(field, text)).toBe(problemOnServer(field, text));
      }),
      { numRuns: 5_000 },
    );
  });

  it.each([true, false])('is the same of a box that is ticked or not, required: %s', (required) => {
    const field: FormField = { name: 'terms', type: 'checkbox', label: 'Terms', required };
    for (const ticked of [true, false]) expect(check(field, ticked)).toBe(problemOnServer(field, ticked));
  });
});

describe('the address that the widget asks for', () => {
  const letter = fc.constantFrom(...'abcdeghilmnorstuy.-');
  /** A well-known domain, or the start of one with another end, with up to three slips. */
  const domain = fc
    .tuple(
      fc.constantFrom(...MAIL_DOMAINS.free, 'acme.com', 'engines.co.uk'),
      fc.option(fc.constantFrom(...Object.keys(MAIL_DOMAINS.endings), 'dk')),
      fc.array(fc.tuple(fc.nat(20), fc.constantFrom('in', 'out', 'swap', 'change'), letter), {
        maxLength: 3,
      }),
    )
    .map(([known, ending, slips]) => {
      const letters = [...(ending === null ? known : `${known.slice(0, known.lastIndexOf('.'))}.${ending}`)];
      for (const [at, how, other] of slips) {
        if (how === 'in') letters.splice(at, 0, other);
        else if (how === 'out') letters.splice(at, 1);
        else if (how === 'change') letters.splice(at, 1, other);
        else letters.splice(at, 2, ...letters.slice(at, at + 2).toReversed());
      }
      return letters.join('');
    });

  it('is the one that the server would suggest', () => {
    let asked = 0;
    fc.assert(
      fc.property(fc.constantFrom('ada', 'Ada.L+x', 'info', 'a b', ''), domain, (local, host) => {
        const text = `${local}@${host}`;
        const { valid, suggestion } = addressQuality(text);
        if (suggestion !== null && valid) asked++;
        expect(meant(text)).toBe(valid ? (suggestion ?? '') : '');
      }),
      { numRuns: 4_000 },
    );
    expect(asked).toBeGreaterThan(500);
  });

  it.each(['', 'ada', 'ada@', '@gmial.com', 'ada@gmail.com', 'ada@constructor', 'x'.repeat(300)])(
    'is none for %s',
    (text) => expect(meant(text)).toBe(''),
  );
});
