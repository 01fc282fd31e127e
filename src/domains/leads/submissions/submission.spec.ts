import fc from 'fast-check';
import { isMailAddress } from '#kernel/address';
import { AppError } from '#kernel/errors';
import { FIELD_TYPES, type FormField } from '../forms/form.dto.js';
import { completeFields, storedFields, storedSettings } from '../forms/form-definition.js';
import { isCleanText } from '../lead-text.js';
import { readFieldValue } from './field-value.js';
import { readSubmission } from './submission.js';

const fieldOf = fc.record({
  name: fc.constantFrom('email', 'name', 'topic', 'age', 'phone', 'agree', 'first_name'),
  type: fc.constantFrom(...FIELD_TYPES),
  label: fc.string({ maxLength: 20 }),
  required: fc.boolean(),
  options: fc.constant(['A', 'B'] as string[]),
});
const answer = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 30 }),
  fc.constantFrom('a@example.com', '2026-01-31', 'https://example.com', '12', 'A', 'on', ''),
  fc.anything(),
);

describe('what a visitor answers', () => {
  it('is either kept as clean text, a number or a choice, or refused in words', () => {
    fc.assert(
      fc.property(fieldOf, answer, (field, raw) => {
        const reading = readFieldValue(field, raw);
        if ('problem' in reading) return expect(reading.problem).toContain(field.label);
        const { value } = reading;
        if (value === null) return expect(field.required).toBe(false);
        if (typeof value === 'number') return expect(Number.isFinite(value)).toBe(true);
        if (typeof value === 'boolean') return expect(field.type).toBe('checkbox');
        expect(isCleanText(value)).toBe(true);
        expect(value.length).toBeLessThanOrEqual(5_000);
        if (field.type === 'email') expect(isMailAddress(value)).toBe(true);
        if (field.type === 'select') expect(field.options).toContain(value);
        if (field.type === 'url') expect(value).toMatch(/^https?:\/\//i);
        if (field.type !== 'textarea') expect(value).not.toMatch(/[\r\n]/);
      }),
      { numRuns: 1_000 },
    );
  });

  it('gets nothing but plain values into the lead, and fails only in words', () => {
    const body = fc.dictionary(
      fc.constantFrom(
        'email',
        'name',
        'topic',
        'age',
        'evil',
        'status',
        'custom_fields',
        'utm_source',
        'constructor',
      ),
      answer,
    );
    fc.assert(
      fc.property(
        fc.uniqueArray(fieldOf, { selector: ({ name }) => name, maxLength: 5 }),
        body,
        (given, sent) => {
          const fields = completeFields(given);
          try {
            const submission = readSubmission(fields, sent);
            expect(isMailAddress(submission.email)).toBe(true);
            const asked = new Set(fields.map(({ name }) => name));
            for (const name of Object.keys(submission.customFields)) expect(asked).toContain(name);
            for (const [name, value] of Object.entries(submission.unaskedFields)) {
              expect(asked).not.toContain(name);
              expect(['string', 'number', 'boolean']).toContain(typeof value);
            }
          } catch (error) {
            expect(error).toBeInstanceOf(AppError);
          }
        },
      ),
      { numRuns: 500 },
    );
  });
});

describe('a form from the table', () => {
  it('is made sound, whatever somebody has written there', () => {
    fc.assert(
      fc.property(fc.anything(), fc.anything(), (fields, settings) => {
        const sound: FormField[] = storedFields(fields);
        expect(
          sound.some(({ name, type, required }) => name === 'email' && type === 'email' && required),
        ).toBe(true);
        for (const { name } of sound) expect(name).toMatch(/^[a-zA-Z][a-zA-Z0-9_]{0,63}$/);
        const { redirect_url } = storedSettings(settings, null);
        expect(redirect_url === null || /^https?:\/\//i.test(redirect_url)).toBe(true);
      }),
    );
  });
});
